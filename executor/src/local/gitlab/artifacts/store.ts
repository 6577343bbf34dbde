import { createReadStream, createWriteStream, type ReadStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** One uploaded file of a job. */
export interface Artifact {
  readonly jobId: number;
  /** `archive`, `dotenv`, … */
  readonly type: string;
  readonly filename: string;
  readonly size: number;
}

/** Artifacts of jobs, as files of one directory; one of each type a job, the last upload wins. */
export class ArtifactStore {
  readonly #directory: string;
  readonly #artifacts = new Map<string, Artifact & { readonly path: string }>();
  #uploads = 0;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Stores a stream; undefined when `complete` says afterwards that it was cut. */
  async add(
    about: Omit<Artifact, 'size'>,
    content: Readable,
    complete: () => boolean,
  ): Promise<Artifact | undefined> {
    this.#uploads += 1;
    const path = join(this.#directory, `artifact-${this.#uploads}`);
    const file = createWriteStream(path, { flags: 'wx', mode: 0o600 });
    try {
      await pipeline(content, file);
      if (!complete()) throw new Error('cut');
    } catch (error) {
      await rm(path, { force: true });
      if (complete()) throw error;
      return undefined;
    }
    const key = `${about.jobId}/${about.type}`;
    const before = this.#artifacts.get(key);
    const artifact = { ...about, size: file.bytesWritten, path };
    this.#artifacts.set(key, artifact);
    if (before !== undefined) await rm(before.path, { force: true });
    return artifact;
  }

  get(jobId: number, type: string): Artifact | undefined {
    return this.#artifacts.get(`${jobId}/${type}`);
  }

  ofJob(jobId: number): readonly Artifact[] {
    return [...this.#artifacts.values()].filter((artifact) => artifact.jobId === jobId);
  }

  read(jobId: number, type: string): ReadStream | undefined {
    const artifact = this.#artifacts.get(`${jobId}/${type}`);
    return artifact === undefined ? undefined : createReadStream(artifact.path);
  }
}
