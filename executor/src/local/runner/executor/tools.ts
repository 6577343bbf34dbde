import type { Build } from '../build/index.js';
import type { Clock } from '../job/clock.js';
import type { JobLogger } from '../trace/index.js';
import type { PipeStore } from './pipes.js';

/** What an executor works with during one job. */
export interface ExecutorTools {
  readonly build: Build;
  readonly logger: JobLogger;
  readonly clock: Clock;
  readonly pipes: PipeStore;
  /** The Runner's own environment; programs inherit it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The Runner's working directory. */
  readonly cwd: string;
  /** Where the Runner's temporary directories go: its TMPDIR, or /tmp. */
  readonly tempDir: string;
  /** What cleanup_exec prints: the Runner's own log, not the job's, and not masked. */
  readonly runnerLog: (level: 'debug' | 'warning', bytes: Buffer) => void;
}
