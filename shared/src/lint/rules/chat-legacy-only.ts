import type { ResolvedJob, SourceRange } from '../../ci/index.js';
import type { LintContext } from '../context.js';
import type { Report, TextEdit } from '../finding.js';
import { isChatRef } from '../intent.js';
import { replaceKey } from '../job-edits.js';
import type { LintRule } from '../rule.js';

/** `only` and `except` get no new features (GitLab docs: ci/yaml/deprecated_keywords) and are hard to combine. */
export const chatLegacyOnly: LintRule = {
  meta: {
    id: 'chat-legacy-only',
    severity: 'info',
    confidence: 'high',
    summary: 'A chat job is chosen by only/except; rules say the same and can say more.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job } of context.jobs) {
      for (const key of ['only', 'except'] as const) {
        const chat = job[key]?.refs?.find(({ value }) => isChatRef(value));
        if (!chat) continue;
        const edit = key === 'only' ? asRules(context, job) : undefined;
        yield {
          job: job.name,
          at: chat.at ?? job.keys.get(key) ?? job.at,
          fixes: edit ? [{ title: 'Write it as rules', safe: true, edits: [edit] }] : [],
          message: `${key}: [${chat.value}] is the old form of rules: - if: $CI_PIPELINE_SOURCE == "chat"`,
        };
      }
    }
  },
};

/** Keys that GitLab refuses beside rules. */
const NOT_WITH_RULES = ['except', 'start_in', 'rules'];

/**
 * `only: [chat]` and nothing else is exactly one rule. A job that takes keys from the same template must not have one
 * that rules forbid: an `only` or `except` of its own, a `start_in`.
 */
function asRules(context: LintContext, job: ResolvedJob): TextEdit | undefined {
  const name = job.keyNames.get('only');
  const value = job.keys.get('only');
  const { refs, variables, changes, kubernetes } = job.only ?? {};
  if (!name || !value || refs?.length !== 1 || variables || changes || kubernetes) return undefined;
  if (!/^chats?$/.test(refs[0]?.value ?? '')) return undefined;
  const holder = holderOf(context, name);
  if (!holder) return undefined;
  const isKin = (other: ResolvedJob): boolean =>
    [...other.keyNames.values(), other.at].some((at) => isWithin(at, holder));
  const isFree = (other: ResolvedJob): boolean =>
    other.keyNames.get('only')?.start === name.start &&
    !NOT_WITH_RULES.some((key) => other.keyNames.has(key));
  // A hidden heir that nobody uses yet would break when somebody does.
  const kin = context.jobs.filter((other) => isKin(other.job));
  if (!kin.every((other) => isFree(other.job)) || hasHiddenHeir(context, name)) return undefined;
  return replaceKey(context, name, value, ['rules:', '  - if: $CI_PIPELINE_SOURCE == "chat"']);
}

/** The top-level entry, key and value, in which a key stands. */
function holderOf({ config: { merged } }: LintContext, at: SourceRange): SourceRange | undefined {
  if (merged?.kind !== 'mapping') return undefined;
  const names = [...merged.entries.values()].map(({ key }) => key.at).filter(({ file }) => file === at.file);
  const sorted = names.sort((a, b) => a.start - b.start);
  const own = sorted.findLast(({ start }) => start <= at.start);
  const next = sorted.find(({ start }) => start > at.start);
  return own && { ...own, end: next?.start ?? Number.POSITIVE_INFINITY };
}

function isWithin(at: SourceRange, holder: SourceRange): boolean {
  return at.file === holder.file && holder.start <= at.start && at.start < holder.end;
}

/** A template takes this very `only` beside a key that rules forbid. */
function hasHiddenHeir({ config: { merged } }: LintContext, only: SourceRange): boolean {
  if (merged?.kind !== 'mapping') return false;
  return [...merged.entries].some(([id, { value }]) => {
    if (!id.startsWith('.') || value.kind !== 'mapping') return false;
    const own = value.entries.get('only')?.key.at;
    const takes = own?.start === only.start && own.file === only.file;
    return takes && NOT_WITH_RULES.some((key) => value.entries.has(key));
  });
}
