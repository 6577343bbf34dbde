import type { SourceRange } from '../ci/index.js';
import type { JobVerdict } from '../ci/policy/index.js';
import type { ClauseTrial } from '../ci/rules/index.js';
import type { Problem } from '../errors/index.js';
import { chatCause } from './causes.js';
import { rulesReason } from './rules-reason.js';

/** Why a job is not in the pipeline, and the rule or clause that says so. */
export function exclusion(verdict: JobVerdict): { cause: Problem; at?: SourceRange } {
  const { job, trials, rulesError } = verdict;
  if (rulesError !== undefined) {
    const message = `the rules of ${job.name} fail: ${rulesError}`;
    return { cause: chatCause('CHAT_RULE_FAILED', message), ...place(trials.at(-1)?.at ?? job.at) };
  }
  if (verdict.by === 'rules') {
    const { message, at, wayOut } = rulesReason(job.name, verdict.trials);
    return {
      cause: chatCause('CHAT_EXCLUDED_BY_RULES', message, wayOut),
      ...place(at ?? job.keys.get('rules') ?? job.at),
    };
  }
  const except = trials.find(({ text, matched }) => text.startsWith('except') && matched);
  const deciding = except ?? trials[0];
  const clause = deciding?.clauses.find(({ held }) => held === (except !== undefined));
  const code = except === undefined ? 'CHAT_EXCLUDED_BY_ONLY' : 'CHAT_EXCLUDED_BY_EXCEPT';
  const word: 'only' | 'except' = except === undefined ? 'only' : 'except';
  const message = `${word} leaves ${job.name} out: ${clause?.kind ?? 'it'}: ${clause?.why ?? 'does not match'}`;
  return {
    cause: chatCause(code, message, clause === undefined ? undefined : POLICY_WAYS_OUT[word][clause.kind]),
    ...place(clause?.at ?? deciding?.at ?? job.keys.get(word) ?? job.at),
  };
}

/** Where the kind of clause that decided has a better way out than its code. */
const POLICY_WAYS_OUT: Readonly<Record<'only' | 'except', Partial<Record<ClauseTrial['kind'], string>>>> = {
  only: {
    variables: 'define the variables that the expression asks for, or use rules instead of only',
    kubernetes: 'connect a cluster, or take kubernetes out of only',
  },
  except: { changes: 'in a chat pipeline changes always hold: use rules instead of except:changes' },
};

function place(at: SourceRange | undefined): { at?: SourceRange } {
  return at === undefined ? {} : { at };
}
