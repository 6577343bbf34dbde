import { readFileSync } from 'node:fs';

export type Vector = Readonly<Record<string, unknown>>;

/** A vendored vectors file, by its path under vectors/. */
export function loadVectors(file: string): unknown {
  return JSON.parse(readFileSync(new URL(`./vectors/${file}`, import.meta.url), 'utf8'));
}

/** The vectors of a kind in a file of pinned/ (`{meta, vectors}`); never none. */
export function pinnedVectors(name: string, kind: string): Vector[] {
  const vectors = list(record(loadVectors(`pinned/${name}.json`)).vectors).map(record);
  const found = vectors.filter((vector) => vector.kind === kind);
  if (found.length === 0) throw new Error(`pinned/${name}.json holds no vector of kind ${kind}`);
  return found;
}

/** JSON object or an empty one. */
export function record(value: unknown): Vector {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** A text field that the vector must have. */
export function text(vector: Vector, key: string): string {
  const value = vector[key];
  if (typeof value === 'string') return value;
  throw new Error(`vector ${String(vector.id)} has no text "${key}"`);
}
