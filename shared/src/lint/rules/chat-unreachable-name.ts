import type { MappingNode, YamlNode } from '../../ci/index.js';
import type { LintContext } from '../context.js';
import type { Fix, Report } from '../finding.js';
import { isChatRef, letsChatIn } from '../intent.js';
import type { LintRule } from '../rule.js';

/** A command's job name is one word (lib/gitlab/slash_commands/run.rb), compared with names after `parallel` expansion. */
export const chatUnreachableName: LintRule = {
  meta: {
    id: 'chat-unreachable-name',
    severity: 'error',
    confidence: 'high',
    summary:
      'A job meant for chat has a name that cannot be typed: white space, parallel or matrix, a trigger job, a hidden job.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, intended } of context.jobs) {
      if (!intended) continue;
      if (job.kind === 'bridge') {
        yield {
          job: job.name,
          at: job.at,
          message: `${job.configName} is a trigger job: GitLab starts it but answers "this chat service is currently not supported", and no reply ever comes`,
        };
      } else if (job.instance) {
        yield {
          job: job.name,
          at: job.keys.get('parallel') ?? job.at,
          message: `parallel gives this job the names ${quote(job.name)} and so on, which hold white space: chat cannot type them`,
        };
      } else if (/\s/.test(job.name)) {
        const typed = job.name.replace(/\s+/g, '-');
        yield {
          job: job.name,
          at: job.at,
          fixes: renamed(context, job.at, job.name, typed),
          message: `chat takes the first word as the job's name, so ${quote(job.name)} cannot be run; call it ${quote(typed)}`,
        };
      }
    }
    yield* hiddenJobs(context);
  },
};

/** Only where nothing else names the job, and no job has the new name. */
function renamed(context: LintContext, at: Report['at'], name: string, typed: string): readonly Fix[] {
  const text = context.text(at.file) ?? '';
  const written = text.slice(at.start, at.end);
  const mentions = text.split(name).length - 1;
  if (!written.includes(name) || mentions !== 1 || context.jobs.some(({ job }) => job.name === typed))
    return [];
  const start = at.start + written.indexOf(name);
  const edit = { file: at.file, start, end: start + name.length, newText: typed };
  return [{ title: `Call it ${typed}`, safe: false, edits: [edit] }];
}

/** A hidden job that is meant for chat, by the settings or by what it holds, and that no job extends. */
function* hiddenJobs(context: LintContext): Iterable<Report> {
  const { merged } = context.config;
  if (merged?.kind !== 'mapping') return;
  for (const [name, { key, value }] of merged.entries) {
    if (!name.startsWith('.') || value.kind !== 'mapping') continue;
    const isListed = context.settings.jobs.includes(name);
    if (!isListed && !isChatTemplate(value)) continue;
    const isUsed = [...value.entries.values()].some((entry) => isTaken(context, entry.key.at));
    if (!isListed && isUsed) continue;
    yield {
      at: key.at,
      ...(isListed ? {} : { severity: 'warning' as const, confidence: 'medium' as const }),
      message: `${quote(name)} is a hidden job${isUsed ? '' : ' that no job extends'}: GitLab never runs it by itself`,
    };
  }
}

/** A job has this very key. */
function isTaken({ jobs }: LintContext, key: Report['at']): boolean {
  return jobs.some(({ job }) =>
    [...job.keyNames.values()].some(({ file, start }) => file === key.file && start === key.start),
  );
}

/** It has a script, and lets chat in by name or reads what was typed. */
function isChatTemplate({ entries }: MappingNode): boolean {
  const script = entries.get('script')?.value;
  if (!script) return false;
  if (texts(script).some((text) => /\bCHAT_INPUT\b|chat_reply/.test(text))) return true;
  const only = entries.get('only')?.value;
  if (only && texts(only).some(isChatRef)) return true;
  const rules = entries.get('rules')?.value;
  return rules?.kind === 'sequence' && rules.items.some(isChatRule);
}

function isChatRule(rule: YamlNode): boolean {
  if (rule.kind !== 'mapping') return false;
  const condition = rule.entries.get('if')?.value;
  const when = rule.entries.get('when')?.value;
  return (
    condition?.kind === 'scalar' &&
    typeof condition.value === 'string' &&
    !(when?.kind === 'scalar' && when.value === 'never') &&
    letsChatIn(condition.value)
  );
}

function texts(node: YamlNode): readonly string[] {
  switch (node.kind) {
    case 'scalar':
      return [String(node.value)];
    case 'sequence':
      return node.items.flatMap(texts);
    case 'mapping':
      return [...node.entries.values()].flatMap(({ value }) => texts(value));
    case 'reference':
      return [];
  }
}

function quote(name: string): string {
  return `"${name}"`;
}
