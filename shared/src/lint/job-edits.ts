import type { ResolvedJob, SourceRange } from '../ci/index.js';
import type { LintContext } from './context.js';
import type { TextEdit } from './finding.js';

/**
 * Adds keys to a job's own mapping, right below its name, in the indentation its keys have. Undefined where the job
 * is not a block mapping in a file we hold (`job: *anchor`, flow style, a file of another project).
 * @param lines YAML lines relative to the job's keys, e.g. `['except: [chat]']`
 */
export function insertInJob(
  context: LintContext,
  job: ResolvedJob,
  lines: readonly string[],
): TextEdit | undefined {
  const text = context.text(job.at.file);
  if (text === undefined) return undefined;
  const nameLine = /^[^\n]*/.exec(text.slice(job.at.end))?.[0] ?? '';
  if (!/^["']?\s*:\s*(#.*)?\r?$/.test(nameLine)) return undefined;
  const at = job.at.end + nameLine.length + 1;
  const indent = childIndent(text, at);
  if (indent === undefined || indent.length < job.at.column) return undefined;
  const newText = lines.map((line) => `${indent}${line}\n`).join('');
  return { file: job.at.file, start: at, end: at, newText };
}

/** White space before the first key below a name; comments and blank lines do not count. */
function childIndent(text: string, from: number): string | undefined {
  for (const line of text.slice(from).split('\n')) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    return /^ */.exec(line)?.[0];
  }
  return undefined;
}

/** Replaces one key and its value in a block mapping. Undefined when the key shares its line or holds a comment. */
export function replaceKey(
  context: LintContext,
  key: SourceRange,
  value: SourceRange,
  lines: readonly string[],
): TextEdit | undefined {
  const text = context.text(key.file);
  if (text === undefined || value.file !== key.file || value.start < key.end) return undefined;
  const before = text.slice(text.lastIndexOf('\n', key.start - 1) + 1, key.start);
  const old = text.slice(key.start, value.end);
  if (before.trim() !== '' || old.includes('#') || /[&*!]/.test(old)) return undefined;
  const newText = lines.join(`\n${before}`);
  return { file: key.file, start: key.start, end: key.start + old.trimEnd().length, newText };
}

/** Puts an item at the head of a block list. */
export function prependItem(
  context: LintContext,
  list: SourceRange,
  lines: readonly string[],
): TextEdit | undefined {
  const text = context.text(list.file);
  if (text === undefined || text[list.start] !== '-') return undefined;
  const before = text.slice(text.lastIndexOf('\n', list.start - 1) + 1, list.start);
  if (before.trim() !== '') return undefined;
  const newText = `- ${lines.join(`\n${before}  `)}\n${before}`;
  return { file: list.file, start: list.start, end: list.start, newText };
}

/** Keeps chat out of a job and changes nothing for any other source; undefined where the text cannot take it. */
export function keepChatOut(context: LintContext, job: ResolvedJob): TextEdit | undefined {
  if (job.rules === undefined) {
    if (job.except !== undefined || context.config.workflow.hasRules) return undefined;
    return insertInJob(context, job, ['except: [chat]']);
  }
  const rules = job.keys.get('rules');
  const never = ['if: $CI_PIPELINE_SOURCE == "chat"', 'when: never'];
  return rules && prependItem(context, rules, never);
}
