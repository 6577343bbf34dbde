import type { MappingNode } from '../node.js';
import { DocumentCache } from './document-cache.js';
import { nextGeneration, noteGeneration } from './generation.js';
import { Moves } from './moves.js';

/** Root files whose last merged config is kept. */
const MAX_ROOTS = 20;

interface Settled {
  readonly merged: MappingNode;
  /** Of the files that it was read from. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * What one resolve may use of those before it: the trees of files whose text is the same, and the nodes of the last
 * merged config that say the same at the same places, with all that hangs on them; of entries that only moved, what was
 * made of them. The answer is the same without it. One per workspace or repository, for as long as it is edited; bounded.
 */
export class ResolveCache {
  readonly documents = new DocumentCache();
  readonly #settled = new Map<string, Settled>();

  /** The merged config, made of the nodes of the last one of this root file where they are equal. */
  settle(root: string, fresh: MappingNode, files: readonly string[]): MappingNode {
    const texts = this.documents.texts(files);
    const known = this.#settled.get(root);
    const merged = known === undefined ? fresh : settledAfter(known, fresh, texts);
    this.#settled.delete(root);
    this.#settled.set(root, { merged, texts });
    const [oldest] = this.#settled.keys();
    if (oldest !== undefined && this.#settled.size > MAX_ROOTS) this.#settled.delete(oldest);
    return merged;
  }
}

const settledAfter = (
  { merged, texts }: Settled,
  fresh: MappingNode,
  freshTexts: ReadonlyMap<string, string>,
): MappingNode => {
  const generation = nextGeneration(merged, fresh, Moves.between(texts, freshTexts));
  noteGeneration(generation);
  return generation.merged;
};

export const createResolveCache = (): ResolveCache => new ResolveCache();
