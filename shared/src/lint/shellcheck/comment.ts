/** What shellcheck says of one place (`--format=json1`). Lines are one-based; columns too, in code points, a tab is one. */
export interface ShellcheckComment {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly level: ShellcheckLevel;
  /** 2086 for SC2086. */
  readonly code: number;
  readonly message: string;
  readonly replacements: readonly ShellcheckReplacement[];
}

export interface ShellcheckReplacement {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly text: string;
  /** Of replacements at one place the higher one comes first. */
  readonly precedence: number;
}

const LEVELS = ['error', 'warning', 'info', 'style'] as const;

type ShellcheckLevel = (typeof LEVELS)[number];

/** Reads shellcheck's output; undefined when it is anything else. */
export function readShellcheck(output: string): readonly ShellcheckComment[] | undefined {
  const answer = parsed(output);
  if (!isRecord(answer) || !Array.isArray(answer.comments)) return undefined;
  const comments: ShellcheckComment[] = [];
  for (const item of answer.comments) {
    const comment = readComment(item);
    if (comment === undefined) return undefined;
    comments.push(comment);
  }
  return comments;
}

function readComment(item: unknown): ShellcheckComment | undefined {
  if (!isRecord(item)) return undefined;
  const { code, message, fix } = item;
  const place = readPlace(item);
  const level = LEVELS.find((each) => each === item.level);
  if (place === undefined || level === undefined) return undefined;
  if (typeof code !== 'number' || !Number.isInteger(code) || code < 1000) return undefined;
  if (typeof message !== 'string') return undefined;
  return { ...place, level, code, message, replacements: readReplacements(fix) };
}

/** A mend that cannot be read is left out: the comment still counts. */
function readReplacements(fix: unknown): readonly ShellcheckReplacement[] {
  if (!isRecord(fix) || !Array.isArray(fix.replacements)) return [];
  const found: ShellcheckReplacement[] = [];
  for (const item of fix.replacements) {
    const place = isRecord(item) ? readPlace(item) : undefined;
    if (!isRecord(item) || place === undefined) return [];
    const { replacement, precedence } = item;
    if (typeof replacement !== 'string' || typeof precedence !== 'number') return [];
    found.push({ ...place, text: replacement, precedence });
  }
  return found;
}

function readPlace({
  line,
  column,
  endLine,
  endColumn,
}: Readonly<Record<string, unknown>>):
  | Pick<ShellcheckComment, 'line' | 'column' | 'endLine' | 'endColumn'>
  | undefined {
  return isCount(line) && isCount(column) && isCount(endLine) && isCount(endColumn)
    ? { line, column, endLine, endColumn }
    : undefined;
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
