import type { LintContext } from '../context.js';
import type { Finding, Fix, Severity, TextEdit } from '../finding.js';
import { EXCLUDED, SAID_BY, shellcheckRule } from './codes.js';
import type { ShellcheckComment } from './comment.js';
import { placesIn, type UnitStretch } from './places.js';
import { type ScriptRequest, type ShellcheckRequest, scriptRequests } from './request.js';

/** What shellcheck answered to a request; undefined where it was not asked, or gave no answer. */
export type ShellcheckAnswers = (request: ShellcheckRequest) => readonly ShellcheckComment[] | undefined;

/**
 * Never an error: shellcheck sees a script without its image, whose shell may be another, and what it calls style is
 * none of our business. A team that wants more of a rule says so in `.chatops.yml`.
 */
const SEVERITIES: Readonly<Record<ShellcheckComment['level'], Severity | undefined>> = {
  error: 'warning',
  warning: 'warning',
  info: 'info',
  style: undefined,
};

/** Every script that chat can start has an answer, so that a rule that reports nothing has nothing to report. */
export function hasAllAnswers(context: LintContext, answers: ShellcheckAnswers): boolean {
  return [...scriptRequests(context)].every(({ request }) => answers(request) !== undefined);
}

/** shellcheck's findings in the scripts that chat can start, without what one of `others` says at the same place. */
export function shellcheckFindings(
  context: LintContext,
  answers: ShellcheckAnswers,
  others: readonly Finding[],
): readonly Finding[] {
  const found: Finding[] = [];
  for (const one of scriptRequests(context)) {
    const comments = answers(one.request);
    if (comments === undefined) continue;
    for (const finding of findingsOf(one, comments, context.settings.rules)) {
      if (!isSaid(finding, others)) found.push(finding);
    }
  }
  return found;
}

function* findingsOf(
  { script, job }: ScriptRequest,
  comments: readonly ShellcheckComment[],
  wanted: Readonly<Record<string, Severity | 'off'>>,
): Generator<Finding> {
  const place = placesIn(script);
  for (const comment of withoutEchoes(comments)) {
    const { code, level, message, replacements } = comment;
    const rule = shellcheckRule(code);
    const severity = wanted[rule] ?? SEVERITIES[level];
    if (severity === undefined || severity === 'off' || (code in EXCLUDED && wanted[rule] === undefined)) {
      continue;
    }
    const stretch = place(comment);
    const at = stretch?.unit.rangeOf(stretch.start, stretch.end);
    if (stretch === undefined || at === undefined) continue;
    const edit = mend(
      stretch,
      replacements.map((one) => ({ ...one, stretch: place(one) })),
    );
    const fixes: readonly Fix[] = edit
      ? [{ title: `Mend as shellcheck says: SC${code}`, safe: false, edits: [edit] }]
      : [];
    yield { rule, severity, confidence: 'medium', message, at, job: job.job.name, fixes };
  }
}

/** One error of syntax is one finding: what could not be read, where it begins; not also where the reader gave up. */
function withoutEchoes(comments: readonly ShellcheckComment[]): readonly ShellcheckComment[] {
  const errors = new Set(comments.filter(({ code }) => code < 2000).map(({ code }) => code));
  const echoes = Object.entries(ECHOES).flatMap(([code, of]) =>
    [...errors].some((error) => String(error) !== code && of(error)) ? [Number(code)] : [],
  );
  return comments.filter(({ code }) => !echoes.includes(code));
}

/** Codes that come with another one, of which they tell nothing new. */
const ECHOES: Readonly<Record<number, (other: number) => boolean>> = {
  1047: (other) => other === 1046,
  1062: (other) => other === 1061,
  1072: (other) => other !== 1009,
  1073: (other) => other !== 1009 && other !== 1072,
};

type Placed = ShellcheckComment['replacements'][number] & { readonly stretch: UnitStretch | undefined };

/** All replacements as one edit, because each alone could make a plain scalar a quoted one. */
function mend({ unit }: UnitStretch, replacements: readonly Placed[]): TextEdit | undefined {
  if (replacements.length === 0) return undefined;
  const placed = replacements.flatMap(({ stretch, text, precedence }) =>
    stretch?.unit === unit ? [{ start: stretch.start, end: stretch.end, text, precedence }] : [],
  );
  if (placed.length !== replacements.length) return undefined;
  placed.sort((a, b) => a.start - b.start || b.precedence - a.precedence);
  const start = Math.min(...placed.map((one) => one.start));
  const end = Math.max(...placed.map((one) => one.end));
  let text = '';
  let at = start;
  for (const one of placed) {
    if (one.start < at) return undefined;
    text += unit.text.slice(at, one.start) + one.text;
    at = one.end;
  }
  return unit.edit(start, end, text + unit.text.slice(at, end));
}

function isSaid({ rule, at }: Finding, others: readonly Finding[]): boolean {
  const rules = SAID_BY[Number(rule.slice(-4))];
  if (rules === undefined) return false;
  return others.some(
    (other) =>
      rules.includes(other.rule) &&
      other.at.file === at.file &&
      other.at.start < Math.max(at.end, at.start + 1) &&
      at.start < Math.max(other.at.end, other.at.start + 1),
  );
}
