import { changesHit, existsHit, type GlobHit } from '../globs/index.js';
import type { ConfigRule } from '../model.js';
import type { Located } from '../node.js';
import { expandVariables, mayReference, variableReferences } from '../variables/index.js';
import type { RuleEnvironment } from './environment.js';
import { openVariables } from './open-variables.js';
import { type ClauseTrial, RuleParseError, type UnknownFact } from './trial.js';
import { visibleValues } from './words.js';

/**
 * `rules:changes`. Where GitLab cannot determine the changes (every chat pipeline) it holds; an empty set never does.
 * GitLab: lib/gitlab/ci/build/rules/rule/clause/changes.rb.
 */
export function tryChanges(
  changes: NonNullable<ConfigRule['changes']>,
  environment: RuleEnvironment,
): ClauseTrial {
  const { context } = environment;
  const { compareTo, paths, at } = changes;
  const clause = new PathClause('changes', paths, environment, at);
  const openRef = openVariables(compareTo === undefined ? [] : [compareTo], environment);
  if (openRef.length > 0) return clause.unknown(openRef);
  const set =
    compareTo === undefined ? context.changedPaths : context.compareTo(expand(compareTo, environment));
  switch (set.kind) {
    case 'no_such_ref':
      throw new RuleParseError('rules:changes:compare_to is not a valid ref');
    case 'unknown':
      return clause.unknown([
        { kind: compareTo === undefined ? 'changes' : 'comparison', name: compareTo ?? 'changed files' },
      ]);
    case 'undetermined':
      return clause.answer(true, `GitLab cannot tell what a ${context.source} pipeline changes, so it holds`);
    case 'known': {
      if (set.paths.length === 0) return clause.answer(false, 'nothing was changed');
      const open = openVariables(texts(paths), environment);
      if (open.length > 0) return clause.unknown(open);
      const hit = changesHit(
        texts(paths).map((path) => expand(path, environment)),
        set.paths,
      );
      return clause.answer(
        hit !== undefined,
        hitInWords(hit, `none of ${set.paths.length} changed paths matches`, environment),
      );
    }
  }
}

/** `rules:exists`, in the files of the pipeline's commit. GitLab: rules/rule/clause/exists.rb. */
export function tryExists(
  exists: NonNullable<ConfigRule['exists']>,
  environment: RuleEnvironment,
): ClauseTrial {
  const { paths, project, at } = exists;
  const clause = new PathClause('exists', paths, environment, at);
  if (paths.length === 0) return clause.answer(false, 'no path is given');
  const place = [project, exists.ref].filter((text) => text !== undefined);
  const open = openVariables([...texts(paths), ...place], environment);
  if (open.length > 0) return clause.unknown(open);
  const files =
    project === undefined
      ? environment.context.files
      : filesOfProject(expand(project, environment), exists.ref, environment);
  if (files === undefined) {
    return clause.unknown([
      { kind: project === undefined ? 'files' : 'project', name: project ?? 'files of the commit' },
    ]);
  }
  const hit = existsHit(
    texts(paths).map((path) => expand(path, environment)),
    files,
  );
  return clause.answer(
    hit !== undefined,
    hitInWords(hit, `none of ${files.length} files matches`, environment),
  );
}

function filesOfProject(
  project: string,
  writtenRef: string | undefined,
  environment: RuleEnvironment,
): readonly string[] | undefined {
  const ref = writtenRef === undefined ? undefined : expand(writtenRef, environment);
  const found = environment.context.otherProject(project, ref);
  const name = masked(project, environment);
  if (found.kind === 'no_such_project') {
    throw new RuleParseError(`rules:exists:project \`${name}\` not found or access denied`);
  }
  if (found.kind === 'no_such_ref') {
    throw new RuleParseError(
      `rules:exists:ref \`${masked(ref ?? '', environment)}\` is not a valid ref in project \`${name}\``,
    );
  }
  return found.kind === 'known' ? found.files : undefined;
}

function texts(paths: readonly Located<string>[]): string[] {
  return paths.map(({ value }) => value);
}

function masked(text: string, { variables }: RuleEnvironment): string {
  return variables.items.reduce((shown, { value, masked: isMasked }) => {
    if (isMasked !== true || value === null || value === '') return shown;
    return shown.replaceAll(value, 'x'.repeat(value.length));
  }, text);
}

function expand(text: string, { expanded }: RuleEnvironment): string {
  return mayReference(text) ? expandVariables(text, expanded(), 'keep') : text;
}

/** How a clause of paths is told. */
class PathClause {
  readonly #kind: 'changes' | 'exists';
  readonly #paths: readonly Located<string>[];
  readonly #environment: RuleEnvironment;
  readonly #at: ConfigRule['at'];

  constructor(
    kind: 'changes' | 'exists',
    paths: readonly Located<string>[],
    environment: RuleEnvironment,
    at: ConfigRule['at'],
  ) {
    this.#kind = kind;
    this.#paths = paths;
    this.#environment = environment;
    this.#at = at;
  }

  answer(held: boolean, why: string): ClauseTrial {
    return { ...this.#tried(), held, why };
  }

  unknown(unknown: readonly UnknownFact[]): ClauseTrial {
    const why = `${unknown.map(({ name }) => name).join(', ')}: not known here`;
    return { ...this.#tried(), held: false, unknown, why };
  }

  #tried(): Pick<ClauseTrial, 'kind' | 'text' | 'saw' | 'at'> {
    if (this.#environment.silent === true) return { kind: this.#kind, text: '', saw: {} };
    const tried = {
      kind: this.#kind,
      text: texts(this.#paths).join(', '),
      saw: seenIn(this.#paths, this.#environment),
    };
    return this.#at === undefined ? tried : { ...tried, at: this.#at };
  }
}

function seenIn(
  paths: readonly Located<string>[],
  { variables, expanded }: RuleEnvironment,
): ClauseTrial['saw'] {
  const names = paths.flatMap(({ value }) =>
    mayReference(value) ? [...variableReferences(value, 'no-escapes')] : [],
  );
  if (names.length === 0) return {};
  const values = names.map(({ name }) => [name, expanded().value(name) ?? null]);
  return visibleValues(Object.fromEntries(values), variables);
}

function hitInWords(hit: GlobHit | undefined, none: string, environment: RuleEnvironment): string {
  if (hit === undefined) return none;
  if (hit.kind === 'limit') return 'too many files and patterns to compare, so GitLab says yes';
  return `${hit.path} matches ${masked(hit.pattern, environment)}`;
}
