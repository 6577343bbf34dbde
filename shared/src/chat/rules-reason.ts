import type { SourceRange } from '../ci/index.js';
import type { ClauseTrial, RuleTrial } from '../ci/rules/index.js';

/** Why a list of rules came to `never`. */
export interface RulesReason {
  readonly message: string;
  readonly at?: SourceRange;
  /** Absent: what decided has no better way out than its code. */
  readonly wayOut?: string;
}

const ADD_CHAT = '`- if: $CI_PIPELINE_SOURCE == "chat"`';

/** The rule that says `never`, or that none matched. `owner`: the job's name, or `workflow`. */
export function rulesReason(owner: string, trials: readonly RuleTrial[]): RulesReason {
  const matched = trials.find((trial) => trial.matched);
  if (matched !== undefined) {
    const values = matched.clauses.flatMap(({ why }) => (why === '' ? [] : [why])).join(', ');
    const message = `a rule of ${owner} says never: ${matched.text}${values === '' ? '' : ` (${values})`}`;
    const wayOut = chatWayOut(decidedBy(matched.clauses, true));
    return {
      message,
      ...place(matched.at),
      wayOut: wayOut ?? `put ${ADD_CHAT} above that rule, or narrow it`,
    };
  }
  if (trials.length === 0) return { message: `the list of rules of ${owner} is empty` };
  const failed = trials.map(({ clauses }) => clauses.filter(({ held }) => !held));
  const tried = trials.map(({ text }, number) => withReason(text, failed[number]?.[0]));
  const names = decidedBy(failed.flat(), false);
  const wayOut = chatWayOut(names) ?? variableWayOut(names);
  const none = trials.length === 1 ? `the rule of ${owner} does not match` : `no rule of ${owner} matches`;
  return {
    message: `${none}: ${tried.join('; ')}`,
    ...place(trials[0]?.at),
    ...(wayOut === undefined ? {} : { wayOut }),
  };
}

function withReason(text: string, clause: ClauseTrial | undefined): string {
  return clause === undefined ? text : `${text} (${clause.why})`;
}

/** Names of the variables whose values made the expressions hold or not; of several comparisons, those that did. */
function decidedBy(clauses: readonly ClauseTrial[], held: boolean): readonly string[] {
  const names = clauses.flatMap(({ saw, comparisons }) => {
    const deciding = comparisons?.filter((one) => one.held === held).map(({ text }) => text);
    return Object.keys(saw).filter(
      (name) => deciding === undefined || deciding.some((text) => mentions(text, name)),
    );
  });
  return [...new Set(names)];
}

function mentions(text: string, name: string): boolean {
  return new RegExp(`\\$\\{?${name}(?!\\w)`).test(text);
}

/** What whoever types in chat can choose. GitLab: lib/gitlab/chat/command.rb sets these three. */
const IN_CHAT: ReadonlyMap<string, string> = new Map([
  ['CHAT_INPUT', 'with arguments'],
  ['CHAT_CHANNEL', 'in a channel'],
  ['CHAT_USER_ID', 'as a user'],
]);

function chatWayOut(names: readonly string[]): string | undefined {
  const chosen = [...IN_CHAT].filter(([name]) => names.includes(name));
  if (chosen.length === 0) return undefined;
  const how = chosen.map(([, words]) => words).join(' or ');
  const asked = listOf(chosen.map(([name]) => name));
  return `call the job ${how} that the rules let through, or change what they ask of ${asked}`;
}

/** A project's own variables can be set; what GitLab sets is the same in every chat pipeline. */
function variableWayOut(names: readonly string[]): string | undefined {
  const own = names.filter((name) => !/^(CI|GITLAB)(_|$)/.test(name));
  if (own.length === 0 || own.length < names.length) return undefined;
  return `define ${listOf(own)} as the rule asks, or add ${ADD_CHAT} to the rules`;
}

function listOf(names: readonly string[]): string {
  return names.map((name) => `$${name}`).join(' and ');
}

function place(at: SourceRange | undefined): { at?: SourceRange } {
  return at === undefined ? {} : { at };
}
