import type { SourceRange } from '../ci/index.js';
import type { JobVerdict } from '../ci/policy/index.js';
import type { RulesVerdict, RuleTrial } from '../ci/rules/index.js';
import type { Problem } from '../errors/index.js';
import { chatCause } from './causes.js';

/** Why a job is not in the pipeline, and the rule or clause that says so. */
export function exclusion(verdict: JobVerdict): { cause: Problem; at?: SourceRange } {
  const { job, trials, rulesError } = verdict;
  if (rulesError !== undefined) {
    const message = `the rules of ${job.name} fail: ${rulesError}`;
    return { cause: chatCause('CHAT_RULE_FAILED', message), ...place(trials.at(-1)?.at ?? job.at) };
  }
  if (verdict.by === 'rules') {
    const { why, at } = rulesReason(verdict);
    const message = `the rules of ${job.name} leave it out: ${why}`;
    return {
      cause: chatCause('CHAT_EXCLUDED_BY_RULES', message),
      ...place(at ?? job.keys.get('rules') ?? job.at),
    };
  }
  const except = trials.find(({ text, matched }) => text.startsWith('except') && matched);
  const deciding = except ?? trials[0];
  const clause = deciding?.clauses.find(({ held }) => held === (except !== undefined));
  const code = except === undefined ? 'CHAT_EXCLUDED_BY_ONLY' : 'CHAT_EXCLUDED_BY_EXCEPT';
  const word = except === undefined ? 'only' : 'except';
  const message = `${word} leaves ${job.name} out: ${clause?.kind ?? 'it'}: ${clause?.why ?? 'does not match'}`;
  return {
    cause: chatCause(code, message),
    ...place(clause?.at ?? deciding?.at ?? job.keys.get(word) ?? job.at),
  };
}

/** Why rules came to `never`: the rule that says so, or that none matched. */
export function rulesReason({
  rule,
  trials,
}: Pick<RulesVerdict, 'trials'> & { readonly rule?: RulesVerdict['rule'] }): {
  readonly why: string;
  readonly at?: SourceRange;
} {
  const matched: RuleTrial | undefined = trials.find((trial) => trial.matched);
  if (matched !== undefined) {
    const why = `the rule "${matched.text}" matches${rule?.when === undefined ? '' : `, and says ${rule.when.value}`}`;
    return { why, ...place(matched.at) };
  }
  if (trials.length === 0) return { why: 'the list of rules is empty' };
  const tried = trials.map(({ text, clauses }) => {
    const failed = clauses.find(({ held }) => !held);
    return failed === undefined ? text : `${text} (${failed.why})`;
  });
  return { why: `none of ${trials.length} rules matches: ${tried.join('; ')}`, ...place(trials[0]?.at) };
}

function place(at: SourceRange | undefined): { at?: SourceRange } {
  return at === undefined ? {} : { at };
}
