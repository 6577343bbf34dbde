import { readFileSync } from 'node:fs';
import type { RunnerSettings, WireJob } from '@gitlab-chatops/executor/local/runner';

/** A job that a real Runner 19.4 ran, with hashes of what it made of it; written by tools/runner-vectors.ts. */
export interface RunnerVector {
  readonly id: string;
  readonly note?: string;
  readonly input: {
    readonly settings: RunnerSettings;
    readonly job: WireJob;
    /** Shell text by driver call that the recording driver did first; `config` is what it printed. */
    readonly driver_does?: Readonly<Record<string, string>>;
    /** When the job API cancelled. */
    readonly server?: { readonly answers: string; readonly once_trace_contains: string };
  };
  /** Every run_exec call with the SHA-256 of its script. */
  readonly calls: readonly { readonly stage: string; readonly sha256: string }[];
  /** SHA-256 of the normalised log. */
  readonly trace?: string;
  /** The final PUT. */
  readonly updates?: readonly unknown[];
  /** SHA-256 of driverFacts() of the first run_exec call. */
  readonly driver_env?: string;
  /** SHA-256 of the job response as one line of JSON. */
  readonly job_response?: string;
}

export function runnerVectors(file: 'hand' | 'scripts' | 'trace'): RunnerVector[] {
  return JSON.parse(readFileSync(new URL(`./vectors/runner/${file}.json`, import.meta.url), 'utf8'));
}
