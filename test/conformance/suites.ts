import { isDeepStrictEqual } from 'node:util';
import { list, record, type Vector } from './load.js';

/** One vector as the runner of vectors sees it: what goes in, and the keys that the result must hold. */
export interface VectorCase {
  readonly id: string;
  readonly input: unknown;
  /** Only what vectors/README.md promises for the mode; other keys of the result are compared by nobody. */
  readonly expected: Readonly<Record<string, unknown>>;
}

/** A file of vectors under vectors/, and how its cases are read for a mode. */
export interface Suite {
  readonly mode: string;
  readonly file: string;
  readonly read: (file: unknown) => VectorCase[];
  /** Reduces a result to the promised keys where plain picking of `expected`'s keys is not enough. */
  readonly reduce?: (result: Vector, expected: Vector) => unknown;
}

/** Compares a result with the promised keys; answers what differs, or null. */
export function mismatch(
  one: VectorCase,
  result: unknown,
  reduce?: Suite['reduce'],
): { id: string; expected: unknown; actual: unknown } | null {
  const whole = record(result);
  const actual =
    reduce === undefined || 'crash' in whole ? pick(whole, one.expected) : reduce(whole, one.expected);
  return isDeepStrictEqual(actual, one.expected) ? null : { id: one.id, expected: one.expected, actual };
}

function pick(result: Vector, keys: Vector): Vector {
  if ('crash' in result) return result;
  return Object.fromEntries(Object.keys(keys).map((key) => [key, result[key]]));
}

/** A file of oracle/: `[{input, expected}]`; `id` is the place in the file. */
function oracle(file: string, keep: (expected: Vector) => Vector): Pick<Suite, 'file' | 'read'> {
  return {
    file: `oracle/${file}.json`,
    read: (json) =>
      list(json)
        .map(record)
        .map(({ input, expected }, index) => ({
          id: `${file}[${index}]`,
          input,
          expected: keep(record(expected)),
        })),
  };
}

/** A file of pinned/: `{meta, vectors}`; `map` answers null for a vector of another kind. */
function pinned(
  file: string,
  map: (vector: Vector) => Pick<VectorCase, 'input' | 'expected'> | null,
): Pick<Suite, 'file' | 'read'> {
  return {
    file: `pinned/${file}.json`,
    read: (json) =>
      list(record(json).vectors)
        .map(record)
        .flatMap((vector) => {
          const one = map(vector);
          return one === null ? [] : [{ id: String(vector.id), ...one }];
        }),
  };
}

function sectionsOf(expected: Vector): Vector {
  return {
    sections: list(expected.sections)
      .map(record)
      .map(({ name, byte_start, byte_end }) => ({
        name,
        byte_start,
        byte_end,
      })),
  };
}

/** GitLab's exceptions by the words of the mode `reply`. */
function replyOf(expected: Vector): Vector {
  // pinned: a word, and `crash` where nothing rescues the exception; oracle: `{class, message?}`.
  const raised = expected.crash ?? record(expected.error).class ?? expected.error;
  if (raised === 'MissingBuildSectionError') return { error: 'no_section' };
  if (raised === 'ArgumentError') return { error: 'invalid_utf8' };
  if (raised !== undefined) return { error: raised };
  return { section: expected.section, output: expected.output ?? expected.text };
}

/** The log of a pinned vector: text, or bytes where it is no UTF-8. */
function logOf(vector: Vector): Vector {
  return 'log_base64' in vector ? { b64: vector.log_base64 } : { text: vector.log };
}

/** The promise for mode `config`: merged and jobs only for a valid one, names in file order. */
function configOf(expected: Vector): Vector {
  const { valid, errors } = expected;
  if (valid !== true) return { valid, errors };
  return {
    valid,
    errors,
    stages: expected.stages,
    jobs: Object.keys(record(expected.jobs)),
    merged: expected.merged,
  };
}

/** A job's or command's verdict: `when` and `allow_failure` count only for one that is in. */
function verdict(word: 'created' | 'included', value: unknown): Vector {
  const whole = record(value);
  if (whole[word] !== true) return { [word]: whole[word] };
  // The oracle holds them in the created job, a result of ours beside the word.
  const { when, allow_failure } = 'job' in whole ? record(whole.job) : whole;
  return { [word]: true, when: when ?? null, allow_failure: allow_failure ?? null };
}

function mapValues(value: unknown, one: (value: unknown) => Vector): Vector {
  return Object.fromEntries(Object.entries(record(value)).map(([key, each]) => [key, one(each)]));
}

/** Mode `select`: commands for chat, else the pipeline and each job by itself. Serves expected and result alike. */
function selectOf(whole: Vector): { contexts: Vector[] } {
  const contexts = list(whole.contexts)
    .map(record)
    .map(({ commands, workflow, created, jobs }) => {
      if (commands !== undefined)
        return { commands: mapValues(commands, (each) => verdict('created', each)) };
      return {
        // GitLab does not come to the workflow of a pipeline that `[skip ci]` stopped.
        ...(workflow === undefined ? {} : { workflow: record(workflow).pass ?? workflow }),
        created,
        jobs: mapValues(jobs, (each) => verdict('included', each)),
      };
    });
  return { contexts };
}

/** A result of mode `select`, without what the oracle does not know. */
function selectLike(result: Vector, expected: Vector): Vector {
  const known = list(expected.contexts).map(record);
  const contexts = selectOf(result).contexts.map((context, index) => {
    const { workflow, ...rest } = context;
    return 'workflow' in (known[index] ?? {}) ? { ...rest, workflow } : rest;
  });
  return { contexts };
}

/** Every vendored file that a mode of the entry point can answer. */
export const suites: readonly Suite[] = [
  {
    mode: 'slash',
    ...pinned('slash', ({ kind, text, expected }) => {
      if (kind === 'match') return { input: { text }, expected: record(expected) };
      if (kind === 'global_split') return { input: { app_text: text }, expected: record(expected) };
      return null;
    }),
  },
  {
    mode: 'expr',
    ...oracle('expr', ({ valid, truthful }) => ({ valid: raises(valid), truthful: raises(truthful) })),
  },
  {
    mode: 'expr',
    ...pinned('expressions', ({ kind, expression, variables, expected }) => {
      if (kind === 'tokens' || kind === 'tree') return null;
      const { truthful, valid_in_config } = record(expected);
      return {
        input: { expression, variables },
        expected: { valid: raises(valid_in_config), truthful: raises(truthful) },
      };
    }),
  },
  { mode: 'sections', ...oracle('sections', sectionsOf) },
  {
    mode: 'sections',
    ...pinned('sections', (vector) => ({
      input: logOf(vector),
      expected: sectionsOf(record(vector.expected)),
    })),
  },
  { mode: 'reply', ...oracle('reply', replyOf) },
  {
    mode: 'reply',
    ...pinned('output', (vector) =>
      vector.kind === 'extract' ? { input: logOf(vector), expected: replyOf(record(vector.expected)) } : null,
    ),
  },
  { mode: 'config', ...oracle('config', configOf) },
  { mode: 'select', ...oracle('select', selectOf), reduce: selectLike },
];

/** Where GitLab does not rescue an exception the files say `{raises: CLASS}` or `crash:CLASS`, the mode says `raises`. */
function raises(value: unknown): unknown {
  if ('raises' in record(value)) return 'raises';
  return typeof value === 'string' && value.startsWith('crash:') ? 'raises' : value;
}
