import { type Clock, pause } from '../job/clock.js';
import { type JobOutcome, type JobTrace, StopHandles } from '../job/job-trace.js';
import { JobLog, outputLimitBytes } from '../trace/index.js';
import type { JobApi, JobCredentials, LogSum, UpdateResult } from './client.js';
import { abortable } from './http.js';
import { LogFile } from './log-file.js';

const PATCH_LIMIT_BYTES = 1024 * 1024; // common/consts.go DefaultTracePatchLimit
const UPDATE_INTERVAL_MS = 3000; // DefaultUpdateInterval
const LONGEST_INTERVAL_MS = 15 * 60_000; // MaxUpdateInterval
const KEEP_ALIVE_MS = 30_000; // MinTraceForceSendInterval
const FINAL_TRIES = 10; // DefaultFinalUpdateRetryLimit
const FINAL_BACKOFF_MIN_MS = 1000;
const FINAL_BACKOFF_MAX_MS = 60 * 60_000; // DefaultfinalUpdateBackoffMax

export interface RemoteTraceOptions {
  readonly api: JobApi;
  readonly credentials: JobCredentials;
  readonly clock: Clock;
  /** KiB, as in the settings. */
  readonly outputLimit?: number;
  readonly debugTrace: boolean;
  /** The Runner's folder for temporary files. */
  readonly tempDir: string;
  readonly finalTries?: number;
  /** How often a running job's log is sent, whatever GitLab wishes: on loopback a second is long. */
  readonly updateIntervalMs?: number;
  /** When it fires nothing is sent any more: the process is about to end. */
  readonly giveUp?: AbortSignal;
}

/**
 * Sends a job's log to GitLab piece by piece, learns from the answers that the job shall stop, and reports its end
 * with the sum of the log. Source: network/trace.go clientJobTrace.
 */
export class RemoteTrace implements JobTrace {
  readonly #options: RemoteTraceOptions;
  readonly #handles = new StopHandles();
  readonly #file: LogFile;
  readonly #log: JobLog;
  readonly #watching: Promise<void>;
  #intervalMs = UPDATE_INTERVAL_MS;
  #sent = 0;
  #sentAt = Number.NEGATIVE_INFINITY;
  readonly #over = new AbortController();

  constructor(options: RemoteTraceOptions) {
    this.#options = options;
    this.#file = new LogFile(options.tempDir);
    this.#log = new JobLog((bytes) => this.#file.append(bytes), outputLimitBytes(options.outputLimit));
    this.#watching = this.#watch();
  }

  write(bytes: Buffer): void {
    this.#log.write(bytes);
  }

  get full(): boolean {
    return this.#log.full;
  }

  onCancel(then: (() => void) | undefined): void {
    this.#handles.onCancel(then);
  }

  onAbort(then: (() => void) | undefined): void {
    this.#handles.onAbort(then);
  }

  async finish(outcome: JobOutcome): Promise<void> {
    await this.#stop();
    try {
      await this.#deliver(outcome);
    } finally {
      this.#file.close();
    }
  }

  /** Ends without a word to GitLab: the job is not ours any more. */
  async drop(): Promise<void> {
    await this.#stop();
    this.#file.close();
  }

  async #stop(): Promise<void> {
    this.#log.finish();
    this.#over.abort();
    await this.#watching;
  }

  async #watch(): Promise<void> {
    const { clock, updateIntervalMs } = this.#options;
    const over = abortable(this.#over.signal);
    while (await pause(clock, updateIntervalMs ?? this.#intervalMs, over)) {
      if (!(await this.#sendIncrement())) return;
    }
  }

  /** Sends what is new, or that the job is still alive; false when GitLab wants no more. */
  async #sendIncrement(): Promise<boolean> {
    const patch = await this.#sendPatch();
    if (patch.cancelRequested) this.#handles.cancel();
    if (patch.kind === 'abort') {
      this.#handles.abort();
      return false;
    }
    if (patch.kind !== 'succeeded') return true;
    const touch = await this.#touch();
    if (touch?.cancelRequested === true) this.#handles.cancel();
    if (touch?.kind !== 'abort') return true;
    this.#handles.abort();
    return false;
  }

  async #sendPatch(): Promise<{ kind: string; cancelRequested: boolean }> {
    const { api, credentials, clock, debugTrace } = this.#options;
    const offset = this.#sent;
    const content = this.#file.read(offset, PATCH_LIMIT_BYTES);
    if (content.length === 0) return { kind: 'succeeded', cancelRequested: false };
    const result = await api.patchTrace(credentials, content, offset, debugTrace);
    this.#takeInterval(result.updateIntervalMs);
    if (result.kind === 'succeeded' || result.kind === 'range-mismatch') {
      this.#sentAt = clock.now();
      // GitLab never holds more than was written.
      this.#sent = Math.min(result.offset, this.#file.size);
    }
    return result;
  }

  /** After half a minute without news: the job is still running. The answer tells of a cancel, so loopback asks sooner. */
  async #touch(): Promise<UpdateResult | undefined> {
    const { api, credentials, clock, updateIntervalMs } = this.#options;
    const keepAliveMs = updateIntervalMs === undefined ? KEEP_ALIVE_MS : 4 * updateIntervalMs;
    if (clock.now() - this.#sentAt <= keepAliveMs) return undefined;
    const result = await api.updateJob(credentials, { state: 'running', log: this.#sum() });
    this.#takeInterval(result.updateIntervalMs);
    if (result.kind === 'succeeded') this.#sentAt = clock.now();
    return result;
  }

  async #deliver(outcome: JobOutcome): Promise<void> {
    const { clock, finalTries = FINAL_TRIES, giveUp } = this.#options;
    let wait = FINAL_BACKOFF_MIN_MS;
    for (let attempt = 1; ; attempt += 1) {
      if (await this.#finalUpdate(outcome)) return;
      if (attempt >= finalTries || giveUp?.aborted === true) {
        throw new Error(`GitLab did not take the end of job ${this.#options.credentials.id}`);
      }
      await pause(clock, wait, abortable(giveUp));
      wait = Math.min(wait * 2, FINAL_BACKOFF_MAX_MS);
    }
  }

  /** The rest of the log, then the outcome, until GitLab has both; false when it must be tried again later. */
  async #finalUpdate(outcome: JobOutcome): Promise<boolean> {
    const { api, credentials, clock, giveUp } = this.#options;
    this.#intervalMs = UPDATE_INTERVAL_MS;
    for (;;) {
      if (!(await this.#sendRest())) return false;
      const result = await api.updateJob(credentials, { ...outcome, log: this.#sum() });
      this.#takeInterval(result.updateIntervalMs);
      if (result.kind === 'succeeded' || result.kind === 'abort') return true;
      // GitLab's copy does not match the sum: it gets the whole log once more.
      if (result.kind === 'trace-invalid') this.#sent = 0;
      await pause(clock, this.#intervalMs, abortable(giveUp));
      if (result.kind === 'failed' || giveUp?.aborted === true) return false;
    }
  }

  async #sendRest(): Promise<boolean> {
    const { clock, giveUp } = this.#options;
    while (this.#sent !== this.#file.size) {
      const { kind } = await this.#sendPatch();
      if (kind === 'abort' || kind === 'not-found') return true;
      if (kind === 'succeeded') continue;
      await pause(clock, this.#intervalMs, abortable(giveUp));
      if (kind === 'failed' || giveUp?.aborted === true) return false;
    }
    return true;
  }

  #takeInterval(ms: number | undefined): void {
    if (ms !== undefined && ms > 0) this.#intervalMs = Math.min(ms, LONGEST_INTERVAL_MS);
  }

  #sum(): LogSum {
    return { checksum: this.#log.checksum, size: this.#log.size };
  }
}
