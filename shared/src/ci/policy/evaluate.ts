import { type GlobHit, policyChangesHit } from '../globs/index.js';
import type { ConfigPolicy } from '../model.js';
import type { Located } from '../node.js';
import { tryExpression } from '../rules/if-clause.js';
import {
  type ClauseTrial,
  type RuleEnvironment,
  type RuleTrial,
  ServerFailure,
  type UnknownFact,
} from '../rules/index.js';
import { refMatch } from './refs.js';

/** What `only` and `except` come to. */
export interface PolicyVerdict {
  readonly included: boolean;
  readonly trials: readonly RuleTrial[];
  /** What would have to be known for a sure answer; empty: sure. */
  readonly unknown: readonly UnknownFact[];
}

/**
 * All kinds of `only` must hold and none of `except`; within a kind one element is enough.
 * GitLab: `all_of_only?` and `none_of_except?` in lib/gitlab/ci/pipeline/seed/build.rb.
 *
 * @throws ServerFailure where GitLab's server fails
 */
export function evaluatePolicy(
  { only, except }: { readonly only?: ConfigPolicy; readonly except?: ConfigPolicy },
  environment: RuleEnvironment,
): PolicyVerdict {
  const trials: RuleTrial[] = [];
  let unknown: readonly UnknownFact[] = [];
  if (only !== undefined) {
    const clauses = tryKinds(only, environment, ({ held }) => !held);
    const matched = clauses.every(({ held }) => held);
    trials.push(trial('only', only, clauses, matched));
    unknown = clauses.flatMap((clause) => clause.unknown ?? []);
    // A sure "not in" leaves nothing for except to decide.
    if (clauses.some(({ held, unknown: open }) => !held && open === undefined)) {
      return { included: false, trials, unknown: [] };
    }
  }
  if (except !== undefined) {
    const clauses = orOpen(unknown, () => tryKinds(except, environment, ({ held }) => held));
    const matched = clauses.some(({ held }) => held);
    trials.push(trial('except', except, clauses, matched));
    if (matched) return { included: false, trials, unknown: [] };
    unknown = [...unknown, ...clauses.flatMap((clause) => clause.unknown ?? [])];
  }
  return {
    included: trials.every(({ text, matched }) => matched === text.startsWith('only')),
    trials,
    unknown,
  };
}

/** Where something is open already, a server failure behind it is one more way that is not sure. */
function orOpen(unknown: readonly UnknownFact[], tries: () => ClauseTrial[]): ClauseTrial[] {
  try {
    return tries();
  } catch (error) {
    if (!(error instanceof ServerFailure) || unknown.length === 0) throw error;
    return [];
  }
}

/** Tries the kinds until one decides, as Ruby's `all?` and `none?` do. */
function tryKinds(
  policy: ConfigPolicy,
  environment: RuleEnvironment,
  decides: (clause: ClauseTrial) => boolean,
): ClauseTrial[] {
  const clauses: ClauseTrial[] = [];
  for (const kind of kindsOf(policy)) {
    const open = clauses.flatMap((clause) => clause.unknown ?? []);
    const [clause] = orOpen(open, () => [tryKind(kind, policy, environment)]);
    if (clause === undefined) break;
    clauses.push(clause);
    if (clause.unknown === undefined && decides(clause)) break;
  }
  return clauses;
}

type Kind = 'refs' | 'variables' | 'changes' | 'kubernetes';

function kindsOf(policy: ConfigPolicy): Kind[] {
  const kinds: readonly Kind[] = ['refs', 'variables', 'changes', 'kubernetes'];
  return kinds.filter((kind) => policy[kind] !== undefined);
}

function tryKind(kind: Kind, policy: ConfigPolicy, environment: RuleEnvironment): ClauseTrial {
  switch (kind) {
    case 'refs':
      return tryRefs(policy.refs ?? [], environment);
    case 'variables':
      return tryVariables(policy.variables ?? [], environment);
    case 'changes':
      return tryPolicyChanges(policy.changes ?? [], environment);
    case 'kubernetes':
      return tryKubernetes(policy.kubernetes ?? '', environment);
  }
}

function tryRefs(refs: readonly Located<string>[], { context }: RuleEnvironment): ClauseTrial {
  const text = listed(refs);
  for (const { value, at } of refs) {
    const why = refMatch(value, context);
    if (why !== undefined) {
      return { kind: 'refs', text, held: true, saw: {}, why: `${value}: ${why}`, ...(at ? { at } : {}) };
    }
  }
  const is = `source ${context.source}, ${context.ref.kind.replace('_', ' ')} ${context.ref.name}`;
  return { kind: 'refs', text, held: false, saw: {}, why: `none matches ${is}` };
}

/** GitLab evaluates all expressions until one is truthy: lib/gitlab/ci/build/policy/variables.rb. */
function tryVariables(expressions: readonly Located<string>[], environment: RuleEnvironment): ClauseTrial {
  const text = listed(expressions);
  const trials: ClauseTrial[] = [];
  for (const expression of expressions) {
    const open = trials.flatMap((one) => one.unknown ?? []);
    const [tried] = orOpen(open, () => [tryExpression('variables', expression, environment)]);
    if (tried === undefined) break;
    if (tried.held) return { ...tried, text, why: `${tried.text}: ${tried.why}` };
    trials.push(tried);
  }
  const unknown = trials.flatMap((tried) => tried.unknown ?? []);
  return {
    kind: 'variables',
    text,
    held: false,
    ...(unknown.length > 0 ? { unknown } : {}),
    saw: Object.assign({}, ...trials.map(({ saw }) => saw)),
    why: trials.map((tried) => `${tried.text}: ${tried.why}`).join('; '),
  };
}

/** Paths are taken as written: variables are not expanded (lib/gitlab/ci/build/policy/changes.rb). */
function tryPolicyChanges(globs: readonly Located<string>[], { context }: RuleEnvironment): ClauseTrial {
  const base = { kind: 'changes' as const, text: listed(globs), saw: {} };
  const { changedPaths } = context;
  if (changedPaths.kind === 'undetermined') {
    const why = `GitLab cannot tell what a ${context.source} pipeline changes, so it holds`;
    return { ...base, held: true, why };
  }
  if (changedPaths.kind === 'unknown') {
    const unknown = [{ kind: 'changes' as const, name: 'changed files' }];
    return { ...base, held: false, unknown, why: 'changed files: not known here' };
  }
  const hit = policyChangesHit(
    globs.map(({ value }) => value),
    changedPaths.paths,
  );
  return { ...base, held: hit !== undefined, why: hitInWords(hit, changedPaths.paths.length) };
}

function hitInWords(hit: GlobHit | undefined, count: number): string {
  if (hit?.kind !== 'match') return `none of ${count} changed paths matches`;
  return `${hit.path} matches ${hit.pattern}`;
}

function tryKubernetes(value: string, { context }: RuleEnvironment): ClauseTrial {
  const why = context.kubernetesActive ? 'a cluster is active' : 'no cluster is active';
  return { kind: 'kubernetes', text: value, held: context.kubernetesActive, saw: {}, why };
}

function trial(
  word: 'only' | 'except',
  policy: ConfigPolicy,
  clauses: readonly ClauseTrial[],
  matched: boolean,
): RuleTrial {
  const kinds = clauses.map(({ kind, text }) => `${kind}: ${text}`).join(', ');
  return { text: `${word}: {${kinds}}`, matched, clauses, ...(policy.at ? { at: policy.at } : {}) };
}

function listed(items: readonly Located<string>[]): string {
  return `[${items.map(({ value }) => value).join(', ')}]`;
}
