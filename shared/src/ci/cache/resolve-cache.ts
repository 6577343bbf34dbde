import type { MappingNode } from '../node.js';
import { DocumentCache } from './document-cache.js';
import { reuseMapping } from './reuse.js';

/** Root files whose last merged config is kept. */
const MAX_ROOTS = 20;

/**
 * What one resolve may use of those before it: the trees of files whose text is the same, and the nodes of the last
 * merged config that say the same at the same places, with all that hangs on them. The answer is the same without it.
 * One per workspace or repository, for as long as it is edited; bounded.
 */
export class ResolveCache {
  readonly documents = new DocumentCache();
  readonly #merged = new Map<string, MappingNode>();

  /** The merged config, made of the nodes of the last one of this root file where they are equal. */
  settle(root: string, merged: MappingNode): MappingNode {
    const settled = reuseMapping(this.#merged.get(root), merged);
    this.#merged.delete(root);
    this.#merged.set(root, settled);
    const [oldest] = this.#merged.keys();
    if (oldest !== undefined && this.#merged.size > MAX_ROOTS) this.#merged.delete(oldest);
    return settled;
  }
}

export const createResolveCache = (): ResolveCache => new ResolveCache();
