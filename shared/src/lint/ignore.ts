import type { SourceRange } from '../ci/index.js';
import type { Finding } from './finding.js';
import { indexLines } from './places/lines.js';
import type { RuleMeta } from './rule.js';

/**
 * A comment `# chatops: ignore[rule, rule] reason`: at the end of a line, or alone above the line it is about. On or above
 * the line of a job's name it is about the whole job.
 */
export interface IgnoreComment {
  readonly rules: readonly string[];
  readonly reason: string;
  /** The comment itself. */
  readonly at: SourceRange;
  /** One-based lines whose findings it silences, from one to the other, inclusive. */
  readonly line: number;
  readonly lastLine: number;
}

const COMMENT = /#[ \t]*chatops:[ \t]*ignore[ \t]*(?:\[([^\]\n]*)\])?[ \t]*([^\n]*)/g;

/** Read from the text itself, so that a comment inside a shell block works like one of YAML's. */
export function readIgnores(file: string, text: string): readonly IgnoreComment[] {
  if (!text.includes('chatops:')) return [];
  const lines = text.split('\n');
  const index = indexLines(file, text);
  return [...text.matchAll(COMMENT)].map((match) => {
    const at = index.range(match.index, match.index + match[0].trimEnd().length);
    const line = isAlone(lines, at) ? nextLine(lines, at.line) : at.line;
    return {
      rules: (match[1] ?? '')
        .split(',')
        .map((rule) => rule.trim())
        .filter((rule) => rule !== ''),
      reason: (match[2] ?? '').trim(),
      at,
      line,
      lastLine: lastLine(lines, line),
    };
  });
}

function isAlone(lines: readonly string[], at: SourceRange): boolean {
  return (lines[at.line - 1] ?? '').slice(0, at.column - 1).trim() === '';
}

/** The next line that is neither blank nor a comment. */
function nextLine(lines: readonly string[], line: number): number {
  for (let next = line + 1; next <= lines.length; next++) {
    const text = (lines[next - 1] ?? '').trim();
    if (text !== '' && !text.startsWith('#')) return next;
  }
  return line;
}

/** A line at the margin begins a job, which goes on to the next such line. */
function lastLine(lines: readonly string[], line: number): number {
  const isTop = (text = ''): boolean => /^[^\s#-]/.test(text);
  if (!isTop(lines[line - 1])) return line;
  const next = lines.findIndex((text, i) => i >= line && isTop(text));
  return next < 0 ? lines.length : next;
}

export const IGNORE_WITHOUT_REASON = 'chat-ignore-reason';
export const IGNORE_UNUSED = 'chat-ignore-unused';

/** The engine's own findings, about comments. */
export const IGNORE_METAS: readonly RuleMeta[] = [
  {
    id: IGNORE_WITHOUT_REASON,
    severity: 'warning',
    confidence: 'high',
    summary: 'A comment that ignores findings names no rule, or gives no reason.',
  },
  {
    id: IGNORE_UNUSED,
    severity: 'warning',
    confidence: 'high',
    summary: 'A comment ignores a rule that reports nothing there.',
  },
];

/**
 * Takes out the findings that a comment silences, and adds one for each comment that is wrong or useless; useless it can
 * only be for rules that have spoken.
 */
export function applyIgnores(
  findings: readonly Finding[],
  comments: readonly IgnoreComment[],
  hasSpoken: (rule: string) => boolean = () => true,
): { readonly kept: readonly Finding[]; readonly ignored: readonly Finding[] } {
  const ignored: Finding[] = [];
  const used = new Set<string>();
  const kept = findings.filter((finding) => {
    const comment = comments.find(
      ({ at, line, lastLine, rules }) =>
        at.file === finding.at.file &&
        line <= finding.at.line &&
        finding.at.line <= lastLine &&
        rules.includes(finding.rule),
    );
    if (!comment) return true;
    used.add(`${comment.at.file}:${comment.at.start}:${finding.rule}`);
    ignored.push(finding);
    return false;
  });
  for (const comment of comments) kept.push(...judge(comment, used, hasSpoken));
  return { kept, ignored };
}

function judge(
  comment: IgnoreComment,
  used: ReadonlySet<string>,
  hasSpoken: (rule: string) => boolean,
): Finding[] {
  const found: Finding[] = [];
  const report = (rule: string, message: string): void => {
    found.push({ rule, severity: 'warning', confidence: 'high', message, at: comment.at, fixes: [] });
  };
  if (comment.rules.length === 0) {
    report(IGNORE_WITHOUT_REASON, 'name the rule to ignore: # chatops: ignore[rule-id] reason');
    return found;
  }
  if (comment.reason === '') {
    report(
      IGNORE_WITHOUT_REASON,
      `say why ${comment.rules.join(', ')} does not apply here, after the bracket`,
    );
  }
  for (const rule of comment.rules) {
    if (used.has(`${comment.at.file}:${comment.at.start}:${rule}`) || !hasSpoken(rule)) continue;
    const { line, lastLine } = comment;
    const where = lastLine > line ? `from line ${line} to ${lastLine}` : `on line ${line}`;
    report(IGNORE_UNUSED, `nothing ${where} is reported by ${rule}: remove the comment`);
  }
  return found;
}
