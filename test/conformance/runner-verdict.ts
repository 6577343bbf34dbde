import { run as scripts } from './modes/scripts.js';
import { run as trace } from './modes/trace.js';
import { runCases } from './run.js';
import { normaliseLog, sha256 } from './runner-log.js';
import type { RunnerVector } from './runner-vectors.js';

/** Ids of the cases that came out otherwise. */
export interface Outcome {
  readonly wrong: readonly string[];
  readonly total: number;
}

/** Mode `scripts` against the hashes of every call. */
export async function wrongScripts(vectors: readonly RunnerVector[]): Promise<Outcome> {
  return compare(vectors, await runCases(scripts, vectors), (result, { calls }) => {
    const made = listOf(result, 'calls').map(({ stage, script }) => ({
      stage,
      sha256: sha256(String(script)),
    }));
    return JSON.stringify(made) === JSON.stringify(calls);
  });
}

/** Mode `trace` against the hash of the normalised log and the final update. */
export async function wrongTraces(vectors: readonly RunnerVector[]): Promise<Outcome> {
  return compare(vectors, await runCases(trace, vectors), (result, vector) => {
    const log = 'trace' in result ? sha256(normaliseLog(String(result.trace))) : undefined;
    const updates = JSON.stringify(listOf(result, 'updates'));
    return log === vector.trace && updates === JSON.stringify(vector.updates);
  });
}

function compare(
  vectors: readonly RunnerVector[],
  results: readonly unknown[],
  agrees: (result: object, vector: RunnerVector) => boolean,
): Outcome {
  const wrong = vectors.filter((vector, at) => {
    const result = results[at];
    return !(typeof result === 'object' && result !== null && agrees(result, vector));
  });
  return { wrong: wrong.map(({ id }) => id), total: vectors.length };
}

function listOf(result: object, key: string): Readonly<Record<string, unknown>>[] {
  const value: unknown = Object.entries(result).find(([name]) => name === key)?.[1];
  return Array.isArray(value) ? value : [];
}
