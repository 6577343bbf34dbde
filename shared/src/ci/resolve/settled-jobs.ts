import { generationOf } from '../cache/index.js';
import type { Entry } from '../entry/entry.js';
import type { Edition } from '../entry/root.js';
import type { MappingEntry, MappingNode, YamlNode } from '../node.js';
import { get } from '../value/tree.js';
import { noteOrigin } from './job-origins.js';
import type { JobDraft } from './job-values.js';
import { movedDraft } from './moved-job.js';

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
 * Jobs without problems that were read before from the very same nodes, or from nodes that only moved since. They are not
 * validated again. The same nodes give the same objects, so that whoever looks at a job can tell that nothing about it
 * changed; a job that moved knows its origin.
 */
export const settledJobs = (config: MappingNode, edition: Edition): ReadonlyMap<string, JobDraft> => {
  const surroundings = surroundingsOf(config);
  const moved = movedJobs(config, edition, surroundings);
  const found = new Map<string, JobDraft>();
  for (const [id, { key, value }] of config.entries) {
    const known = SETTLED.get(value);
    const isSame = known !== undefined && isFrom(known, key, edition, surroundings);
    const draft = isSame ? known.draft : moved(id, key, value);
    if (draft !== undefined) found.set(id, draft);
  }
  return found;
};

const isFrom = (
  known: Settled,
  key: YamlNode,
  edition: Edition,
  surroundings: Settled['surroundings'],
): boolean =>
  known.key === key &&
  known.edition === edition &&
  known.surroundings.every((node, place) => node === surroundings[place]);

/** Jobs of the reading before that stand elsewhere now, with all that they hang on. */
const movedJobs = (
  config: MappingNode,
  edition: Edition,
  surroundings: Settled['surroundings'],
): ((id: string, key: YamlNode, value: YamlNode) => JobDraft | undefined) => {
  const generation = generationOf(config);
  if (generation === undefined) return () => undefined;
  const { before, moves, onlyMoved } = generation;
  const old = surroundingsOf(before);
  const stand = SURROUNDINGS.every(
    (name, place) => (old[place] === undefined && surroundings[place] === undefined) || onlyMoved.has(name),
  );
  return (id, key, value) => {
    const entry = stand && onlyMoved.has(id) ? before.entries.get(id) : undefined;
    const known = entry && SETTLED.get(entry.value);
    if (entry === undefined || known === undefined || !isFrom(known, entry.key, edition, old))
      return undefined;
    const draft = movedDraft(known.draft, moves);
    noteOrigin(draft.job, { job: known.draft.job, moves });
    SETTLED.set(value, { key, edition, surroundings, draft });
    return draft;
  };
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
