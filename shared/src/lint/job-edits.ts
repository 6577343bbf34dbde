import type { ResolvedJob, SourceRange } from '../ci/index.js';
import type { LintContext, LintJob } from './context.js';
import type { Fix, TextEdit } from './finding.js';
import { holds, topEntries } from './heirs.js';

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
  if (!/^["']?\s*:\s*(&[\w-]+\s*)?(#.*)?\r?$/.test(nameLine)) return undefined;
  const at = job.at.end + nameLine.length + 1;
  const indent = childIndent(text, at);
  if (indent === undefined || indent.length < job.at.column) return undefined;
  const end = lineEnd(text);
  const newText = lines.map((line) => `${indent}${line}${end}`).join('');
  return { file: job.at.file, start: at, end: at, newText };
}

/** White space before the first key below a name; comments and blank lines do not count. */
function childIndent(text: string, from: number): string | undefined {
  for (let at = from, end = from; at < text.length; at = end + 1) {
    const next = text.indexOf('\n', at);
    end = next < 0 ? text.length : next;
    const line = text.slice(at, end);
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    // A list or a tab would be no place for a key.
    return /^( *)(?![\s-])/.exec(line)?.[1];
  }
  return undefined;
}

/** As the file's first line ends. */
function lineEnd(text: string): string {
  return /^[^\n]*\r\n/.test(text) ? '\r\n' : '\n';
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
  const before = indentBefore(text, key.start);
  const old = text.slice(key.start, value.end);
  if (before === undefined || old.includes('#') || /[&*!]/.test(old)) return undefined;
  const newText = lines.join(`${lineEnd(text)}${before}`);
  return { file: key.file, start: key.start, end: key.start + old.trimEnd().length, newText };
}

/** Takes a key with its value out of a block mapping, with all their lines. Undefined where something else shares them. */
export function removeKey(context: LintContext, key: SourceRange, value: SourceRange): TextEdit | undefined {
  const text = context.text(key.file);
  if (text === undefined || value.file !== key.file || value.start < key.end) return undefined;
  const before = indentBefore(text, key.start);
  const rest = /^[^\n]*/.exec(text.slice(value.end))?.[0] ?? '';
  if (before === undefined || rest.trim() !== '' || /[&#]/.test(text.slice(key.start, value.end))) {
    return undefined;
  }
  const end = Math.min(text.length, value.end + rest.length + 1);
  return { file: key.file, start: key.start - before.length, end, newText: '' };
}

/** Writes another scalar in the place of one, where the job's own part of the file holds that one as it is. */
export function replaceScalar(
  context: LintContext,
  job: ResolvedJob,
  at: SourceRange | undefined,
  old: RegExp,
  newText: string,
): TextEdit | undefined {
  const written = at && context.text(at.file)?.slice(at.start, at.end);
  if (!at || written === undefined || !old.test(written) || !isOwn(context, job, at)) return undefined;
  return { file: at.file, start: at.start, end: at.end, newText };
}

/** It stands in the job itself, not in `default`, a template or an anchor elsewhere. */
function isOwn(context: LintContext, { configName }: ResolvedJob, at: SourceRange): boolean {
  return topEntries(context).some((entry) => entry.id === configName && holds(entry, at));
}

/** A fix that a person has to choose, where the text takes the edit. */
export function chosenFix(title: string, edit: TextEdit | undefined): readonly Fix[] {
  return edit ? [{ title, safe: false, edits: [edit] }] : [];
}

/** The white space a line begins with, when nothing else stands before a place on it. */
function indentBefore(text: string, at: number): string | undefined {
  const before = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return before.trim() === '' ? before : undefined;
}

/** Puts an item at the head of a block list. */
export function prependItem(
  context: LintContext,
  list: SourceRange,
  lines: readonly string[],
): TextEdit | undefined {
  const text = context.text(list.file);
  if (text === undefined || text[list.start] !== '-') return undefined;
  const before = indentBefore(text, list.start);
  if (before === undefined) return undefined;
  const end = lineEnd(text);
  const newText = `- ${lines.join(`${end}${before}  `)}${end}${before}`;
  return { file: list.file, start: list.start, end: list.start, newText };
}

/** Keeps chat out of a job and changes nothing for any other source; undefined where the text cannot take it. */
export function keepChatOut(context: LintContext, { job }: LintJob): TextEdit | undefined {
  if (job.rules !== undefined) {
    const rules = job.keys.get('rules');
    if (!rules || isSharedWithChat(context, 'rules', rules)) return undefined;
    return prependItem(context, rules, ['if: $CI_PIPELINE_SOURCE == "chat"', 'when: never']);
  }
  const except = job.keys.get('except');
  if (!except) return insertInJob(context, job, ['except: [chat]']);
  if (isSharedWithChat(context, 'except', except) || job.except?.at?.start !== except.start) return undefined;
  return addToFlowList(context, except, 'chat') ?? prependItem(context, except, ['chat']);
}

/** `[a, b]` → `[a, b, item]` */
function addToFlowList(context: LintContext, list: SourceRange, item: string): TextEdit | undefined {
  const source = context.text(list.file)?.slice(list.start, list.end) ?? '';
  if (!/^\[.*[^\s,[]\s*\]$/.test(source)) return undefined;
  const at = list.start + source.length - 1;
  return { file: list.file, start: at, end: at, newText: `, ${item}` };
}

const CHAT_PLACES = new WeakMap<LintContext, ReadonlySet<string>>();

/** A job meant for chat takes the value from the same place. */
function isSharedWithChat(context: LintContext, key: 'rules' | 'except', at: SourceRange): boolean {
  const placeOf = (of: string, place: SourceRange): string => `${of} ${place.start} ${place.file}`;
  let places = CHAT_PLACES.get(context);
  if (!places) {
    const chatJobs = context.jobs.filter(({ intended }) => intended);
    places = new Set(
      chatJobs.flatMap(({ job }) =>
        ['rules', 'except'].flatMap((name) => {
          const own = job.keys.get(name);
          return own ? [placeOf(name, own)] : [];
        }),
      ),
    );
    CHAT_PLACES.set(context, places);
  }
  return places.has(placeOf(key, at));
}
