import type { Entry } from '../entry/entry.js';
import type { Edition } from '../entry/root.js';
import type { MappingEntry, MappingNode, YamlNode } from '../node.js';
import { get } from '../value/tree.js';
import type { JobDraft } from './job-values.js';

/** What a job takes over, or is judged by, besides its own keys: `default:` and its forerunners, and workflow:rules. */
const SURROUNDINGS = [
  'default',
  'before_script',
  'after_script',
  'cache',
  'image',
  'services',
  'workflow',
] as const;

interface Settled {
  readonly key: YamlNode;
  readonly edition: Edition;
  readonly surroundings: readonly (YamlNode | undefined)[];
  readonly draft: JobDraft;
}

const SETTLED = new WeakMap<YamlNode, Settled>();

/**
 * Jobs without problems that were read before from the very same nodes. They are not validated again, and stay the
 * same objects, so that whoever looks at a job can tell that nothing about it changed.
 */
export const settledJobs = (config: MappingNode, edition: Edition): ReadonlyMap<string, JobDraft> => {
  const surroundings = surroundingsOf(config);
  const found = new Map<string, JobDraft>();
  for (const [id, { key, value }] of config.entries) {
    const known = SETTLED.get(value);
    if (known === undefined || known.key !== key || known.edition !== edition) continue;
    if (known.surroundings.every((node, place) => node === surroundings[place])) found.set(id, known.draft);
  }
  return found;
};

/**
 * Notes the jobs of a composed config that are sound. A best effort composes at least what a strict reading does, so what
 * is sound in the one is sound in the other.
 */
export class JobSettler {
  readonly #edition: Edition;
  readonly #surroundings: readonly (YamlNode | undefined)[];

  constructor(config: MappingNode, edition: Edition) {
    this.#edition = edition;
    this.#surroundings = surroundingsOf(config);
  }

  settle({ key, value }: MappingEntry, entry: Entry, draft: JobDraft): void {
    if (!entry.valid()) return;
    SETTLED.set(value, { key, edition: this.#edition, surroundings: this.#surroundings, draft });
  }
}

const surroundingsOf = (config: MappingNode): readonly (YamlNode | undefined)[] =>
  SURROUNDINGS.map((name) => get(config, name));
