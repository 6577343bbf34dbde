import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { CollectorState, DeliveryOutcome, ReplyMessage } from '@gitlab-chatops/shared/reply';
import type { JobResponse } from '../job/index.js';
import { ownFolder } from './private-folder.js';

/** What is known after the user steps that ran so far. */
export interface Progress {
  /** Calls for user steps but after_script. */
  readonly mainStepsRun: number;
  readonly outcome: ReplyMessage['outcome'];
  readonly exitStatus?: number;
  /** A step was ended by the Runner: cancel or timeout. */
  readonly terminated: boolean;
  readonly collected?: CollectorState;
}

/** What became of the reply. `posting` that stays means: the driver died meanwhile, the fate is unknown. */
export type ReplyRecord =
  | { readonly kind: 'posting' }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'done'; readonly outcome: DeliveryOutcome; readonly message: ReplyMessage };

/** The Runner tries to prepare a job three times (common/const.go PreparationRetries). */
export const PREPARE_ATTEMPTS = 3;
const STALE_AFTER = 7 * 24 * 3600 * 1000;

/**
 * The folder in which the calls of one job tell each other what happened. It survives the Runner's prepare attempts.
 *
 * It must work on a disk that became full, so what a reply needs is laid out beforehand: claiming the reply is a
 * rename, which is atomic and needs no room, and its record and the decisive section overwrite files that have their
 * blocks.
 */
export class JobState {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /**
   * Opens the folder of a job for an attempt to prepare it. The key has the job's token in it: job ids of two GitLab
   * servers may be equal.
   * @throws CodedError DRIVER_STATE_UNSAFE, DRIVER_STATE_UNWRITABLE
   */
  static create(
    stateDir: string,
    { id, token }: JobResponse,
    emptySection: Uint8Array,
    uid: number,
  ): JobState {
    const jobs = join(stateDir, 'jobs');
    ownFolder(stateDir, 0o711, uid);
    ownFolder(jobs, 0o700, uid);
    const key = createHash('sha256').update(token).digest('hex').slice(0, 16);
    const state = new JobState(join(jobs, `${id}-${key}`));
    ownFolder(state.path, 0o700, uid);
    state.#write('attempt', `${state.attempt + 1}\n`);
    if (!existsSync(state.#file('reply.json'))) {
      state.#write('reply.open', ' '.repeat(REPLY_ROOM));
      state.#write('decisive', emptySection);
    }
    return state;
  }

  get attempt(): number {
    return Number(this.#read('attempt') ?? 0);
  }

  /** Stage of the last run_exec call, which the dispatcher notes; absent while the job is being prepared. */
  get lastStage(): string | undefined {
    return this.#read('ran')?.trim();
  }

  /** The Runner ended a stage by SIGTERM, other than a user step that ended by it. */
  get terminated(): boolean {
    return existsSync(this.#file('terminated'));
  }

  noteTerminated(): void {
    this.#note('terminated', '');
  }

  noteFailedStage(stage: string, status: number): void {
    this.#note('failed', `${stage} ${status}\n`);
  }

  get progress(): Progress | undefined {
    const text = this.#read('progress.json');
    return text === undefined ? undefined : (JSON.parse(text) as Progress);
  }

  saveProgress(progress: Progress): void {
    this.#write('progress.json.new', JSON.stringify(progress));
    renameSync(this.#file('progress.json.new'), this.#file('progress.json'));
  }

  /** The last stage but user steps that failed; the dispatcher notes it. */
  get failedStage(): string | undefined {
    return this.#read('failed')?.split(' ')[0];
  }

  forgetFailedStage(): void {
    rmSync(this.#file('failed'), { force: true });
  }

  /** A main step began and never told how it ended: its call was killed, or is running. */
  get stepOpen(): boolean {
    return existsSync(this.#file('begun'));
  }

  noteStepBegun(): void {
    this.#note('begun', '');
  }

  noteStepEnded(): void {
    rmSync(this.#file('begun'), { force: true });
  }

  get reply(): ReplyRecord | undefined {
    const text = this.#read('reply.json')?.trim();
    if (text === undefined) return undefined;
    return text === '' ? { kind: 'posting' } : (JSON.parse(text) as ReplyRecord);
  }

  /** True for exactly one caller in the life of the job: who may post. */
  claimReply(): boolean {
    try {
      renameSync(this.#file('reply.open'), this.#file('reply.json'));
      return true;
    } catch {
      return false;
    }
  }

  recordReply(record: ReplyRecord): void {
    overwrite(this.#file('reply.json'), JSON.stringify(record));
  }

  /**
   * Sets what the dispatcher prints when cleanup_file_variables begins. False when that could not be written, and
   * the dispatcher prints nothing: then the section must be written here and now.
   */
  setDecisive(section: Uint8Array): boolean {
    try {
      overwrite(this.#file('decisive'), section);
      return true;
    } catch {
      // Not even room for a file that has its block. Without the folder the job is over, and there is nothing to say.
      if (!existsSync(this.path)) return true;
      rmSync(this.#file('decisive'), { force: true });
      return false;
    }
  }

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  #file(name: string): string {
    return join(this.path, name);
  }

  #read(name: string): string | undefined {
    try {
      return readFileSync(this.#file(name), 'utf8');
    } catch {
      return undefined;
    }
  }

  /** A note only makes the reply truer; a full disk, or cleanup that was faster, must not end the call. */
  #note(name: string, text: string): void {
    try {
      this.#write(name, text);
    } catch {
      // As said.
    }
  }

  #write(name: string, data: string | Uint8Array): void {
    writeFileSync(this.#file(name), data, { mode: 0o600 });
  }
}

/** Bytes laid out for the record of a reply: its message has at most 8,000 characters, JSON may double them. */
const REPLY_ROOM = 64 * 1024;
/** Writes into the blocks a file has (a section always fits into its first), then cuts it to size. */
function overwrite(path: string, data: string | Uint8Array): void {
  const bytes = typeof data === 'string' ? Buffer.from(data) : data;
  const file = openSync(path, 'r+');
  try {
    writeSync(file, bytes, 0, bytes.length, 0);
    ftruncateSync(file, bytes.length);
  } finally {
    closeSync(file);
  }
}

/** Removes what jobs left whose Runner died before cleanup_exec (facts: a SIGKILLed Runner never calls it). */
export function removeStaleStates(stateDir: string, now: number): void {
  const jobs = join(stateDir, 'jobs');
  if (!existsSync(jobs)) return;
  for (const name of readdirSync(jobs)) {
    const path = join(jobs, name);
    try {
      if (now - statSync(path).mtimeMs > STALE_AFTER) rmSync(path, { recursive: true, force: true });
    } catch {
      // Another call removed it.
    }
  }
}
