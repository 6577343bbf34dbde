import type { MappingEntry, MappingNode, YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';
import { isSamePlace, type Moves } from './moves.js';

/**
 * Makes the new value of the nodes of the old one, wherever they say the same at the same places. What hangs on a node
 * alone can so be kept from one reading to the next.
 */
export class Reuse {
  readonly #moves: Moves;
  /** So far all that was compared says the same, each at the place that it moved to. */
  onlyMoved = true;

  constructor(moves: Moves) {
    this.#moves = moves;
  }

  entry(old: MappingEntry, fresh: MappingEntry): MappingEntry {
    if (old === fresh) return old;
    const key = this.node(old.key, fresh.key);
    const value = this.node(old.value, fresh.value);
    return key === old.key && value === old.value ? old : { key, value };
  }

  node(old: YamlNode, fresh: YamlNode): YamlNode {
    if (old === fresh) return old;
    if (old.kind === 'scalar' && fresh.kind === 'scalar') return this.#scalar(old, fresh);
    if (old.kind === 'sequence' && fresh.kind === 'sequence') return this.#sequence(old, fresh);
    if (old.kind === 'mapping' && fresh.kind === 'mapping') return this.#mapping(old, fresh);
    this.onlyMoved = false;
    return fresh;
  }

  #scalar(old: Scalar, fresh: Scalar): YamlNode {
    // -0.0 prints otherwise than 0.0, and NaN is NaN.
    if (old.type === fresh.type && Object.is(old.value, fresh.value)) {
      return this.#isSamePlace(old.at, fresh.at) ? old : fresh;
    }
    this.onlyMoved = false;
    return fresh;
  }

  #sequence(old: Sequence, fresh: Sequence): YamlNode {
    let isSame = this.#isSamePlace(old.at, fresh.at);
    if (old.items.length !== fresh.items.length) {
      isSame = false;
      this.onlyMoved = false;
    }
    const items = fresh.items.map((item, place) => {
      const known = old.items[place];
      const kept = known === undefined ? item : this.node(known, item);
      isSame &&= kept === known;
      return kept;
    });
    return isSame ? old : { kind: 'sequence', items, at: fresh.at };
  }

  #mapping(old: MappingNode, fresh: MappingNode): YamlNode {
    let isSame = this.#isSamePlace(old.at, fresh.at);
    if (old.entries.size !== fresh.entries.size) {
      isSame = false;
      this.onlyMoved = false;
    }
    const entries = new Map<string, MappingEntry>();
    const oldIds = old.entries.keys();
    for (const [id, entry] of fresh.entries) {
      const known = old.entries.get(id);
      // Order counts: it is the order of jobs and of messages.
      if (oldIds.next().value !== id) {
        isSame = false;
        this.onlyMoved = false;
      }
      const kept = known === undefined ? entry : this.entry(known, entry);
      isSame &&= kept === known;
      entries.set(id, kept);
    }
    return isSame ? old : { kind: 'mapping', entries, at: fresh.at };
  }

  #isSamePlace(old: SourceRange, fresh: SourceRange): boolean {
    this.onlyMoved &&= this.#moves.leads(old, fresh);
    return isSamePlace(old, fresh);
  }
}

type Scalar = YamlNode & { readonly kind: 'scalar' };
type Sequence = YamlNode & { readonly kind: 'sequence' };
