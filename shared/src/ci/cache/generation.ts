import type { MappingEntry, MappingNode } from '../node.js';
import { isSamePlace, type Moves } from './moves.js';
import { Reuse } from './reuse.js';

/** A merged config after another one of the same root file. */
export interface Generation {
  /** Made of the nodes of the old one where they say the same at the same places. */
  readonly merged: MappingNode;
  readonly before: MappingNode;
  readonly moves: Moves;
  /** Entries whose every place in `merged` is where `moves` takes the one that it had in `before`. */
  readonly onlyMoved: ReadonlySet<string>;
}

export const nextGeneration = (before: MappingNode, fresh: MappingNode, moves: Moves): Generation => {
  const entries = new Map<string, MappingEntry>();
  const onlyMoved = new Set<string>();
  const oldIds = before.entries.keys();
  let isSame = before.entries.size === fresh.entries.size && isSamePlace(before.at, fresh.at);
  for (const [id, entry] of fresh.entries) {
    const known = before.entries.get(id);
    isSame &&= oldIds.next().value === id;
    if (known === undefined) {
      entries.set(id, entry);
      continue;
    }
    const reuse = new Reuse(moves);
    const kept = reuse.entry(known, entry);
    isSame &&= kept === known;
    if (reuse.onlyMoved) onlyMoved.add(id);
    entries.set(id, kept);
  }
  const merged: MappingNode = isSame ? before : { kind: 'mapping', entries, at: fresh.at };
  return { merged, before, moves, onlyMoved };
};

const GENERATIONS = new WeakMap<MappingNode, Generation>();

/** Notes what a merged config comes from, and forgets it of the one before: no more than two are held together. */
export const noteGeneration = (generation: Generation): void => {
  const { merged, before } = generation;
  if (merged === before) return;
  GENERATIONS.delete(before);
  GENERATIONS.set(merged, generation);
};

export const generationOf = (merged: MappingNode): Generation | undefined => GENERATIONS.get(merged);
