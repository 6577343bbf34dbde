import type { ResolvedJob, SourceRange } from '../../ci/index.js';
import type { LintContext } from '../context.js';
import type { Report, TextEdit } from '../finding.js';
import { ancestorsOf, heirsOf, holds, type TopEntry, textOf, topEntries } from '../heirs.js';
import { isChatRef } from '../intent.js';
import { removeKey, replaceKey } from '../job-edits.js';
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
        if (job.rules && job.keys.has('rules') && job[key]?.at) {
          yield besideRules(context, job, key);
          continue;
        }
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

/** lib/gitlab/ci/config/entry/processable.rb: `only` and `except` may not be used with `rules`. */
function besideRules(context: LintContext, job: ResolvedJob, key: 'only' | 'except'): Report {
  const name = job.keyNames.get(key);
  const value = job.keys.get(key);
  const edit =
    name && value && isAlone(context, job, name, key) ? removeKey(context, name, value) : undefined;
  return {
    job: job.name,
    at: name ?? job.at,
    severity: 'error',
    fixes: edit ? [{ title: `Take ${key} away`, safe: false, edits: [edit] }] : [],
    message: `GitLab refuses ${key} beside rules: say in the rules what ${key} says`,
  };
}

/** The job has the key from nowhere but here, gives it to nobody, and has not both. */
function isAlone(context: LintContext, job: ResolvedJob, name: SourceRange, key: 'only' | 'except'): boolean {
  const all = topEntries(context);
  const origin = all.find((entry) => holds(entry, name));
  if (!origin || (job.keys.has('only') && job.keys.has('except'))) return false;
  if (isWrittenTwice(context, origin, key)) return false;
  const { entries } = origin.value;
  return (
    !entries.has('extends') &&
    !/<<\s*:/.test(textOf(context, origin)) &&
    heirsOf(context, origin, all).length === 1
  );
}

/**
 * `only: [chat]` and nothing else is exactly one rule. Whatever takes it over must have nothing beside it that rules
 * forbid, now or by another base: an `only` or `except` of its own, a `start_in`.
 */
function asRules(context: LintContext, job: ResolvedJob): TextEdit | undefined {
  const name = job.keyNames.get('only');
  const value = job.keys.get('only');
  const { refs, variables, changes, kubernetes } = job.only ?? {};
  if (!name || !value || refs?.length !== 1 || variables || changes || kubernetes) return undefined;
  if (!/^chats?$/.test(refs[0]?.value ?? '')) return undefined;
  const all = topEntries(context);
  const origin = all.find((entry) => holds(entry, name));
  if (!origin || isReferred(context, origin) || isWrittenTwice(context, origin, 'only')) return undefined;
  if (!heirsOf(context, origin, all).every((heir) => takesRules(context, heir, name, all))) return undefined;
  return replaceKey(context, name, value, ['rules:', '  - if: $CI_PIPELINE_SOURCE == "chat"']);
}

/** Of a key that stands there twice, the other one would come to the fore. */
function isWrittenTwice(context: LintContext, origin: TopEntry, key: 'only' | 'except'): boolean {
  const pattern = new RegExp(`^\\s*["']?${key}["']?\\s*:`, 'gm');
  return (textOf(context, origin).match(pattern) ?? []).length > 1;
}

/** Keys that GitLab refuses beside rules, and rules themselves. */
const NOT_WITH_RULES = ['except', 'start_in', 'rules'];

function takesRules(
  context: LintContext,
  heir: TopEntry,
  only: SourceRange,
  all: readonly TopEntry[],
): boolean {
  const { entries } = heir.value;
  const isIt = (entry: TopEntry): boolean => {
    const own = entry.value.entries.get('only')?.key.at;
    return own === undefined || (own.start === only.start && own.file === only.file);
  };
  if (NOT_WITH_RULES.some((key) => entries.has(key)) || !isIt(heir)) return false;
  // A merged anchor may bring an `only` that this one hides.
  if (holds(heir, only) && /<<\s*:/.test(textOf(context, heir))) return false;
  return ancestorsOf(heir, all).every(isIt);
}

/** Somebody takes the value by `!reference`. */
function isReferred({ config, text }: LintContext, { id }: TopEntry): boolean {
  const pattern = new RegExp(`!reference\\s*\\[\\s*["']?${escaped(id)}["']?\\s*,\\s*["']?only`);
  return config.files.some((file) => pattern.test(text(file) ?? ''));
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
