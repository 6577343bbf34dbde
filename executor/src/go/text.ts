// What Go's unicode.IsSpace says of runes; JavaScript's \s adds U+FEFF and lacks U+0085.
const SPACE = '\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const AROUND = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, 'g');
const TRAILING = new RegExp(`[${SPACE}]+$`);
const RUNS = new RegExp(`[${SPACE}]+`);

/** Go's strings.TrimSpace. */
export function trimSpace(text: string): string {
  return text.replace(AROUND, '');
}

/** Go's strings.TrimRightFunc(text, unicode.IsSpace). */
export function trimSpaceRight(text: string): string {
  return text.replace(TRAILING, '');
}

/** Go's strings.Fields. */
export function fields(text: string): string[] {
  return text.split(RUNS).filter((field) => field !== '');
}

/** Go's unicode.IsSpace for one code point. */
export function isSpace(code: number): boolean {
  return RUNS.test(String.fromCodePoint(code));
}
