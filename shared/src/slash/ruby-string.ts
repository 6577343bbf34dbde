/**
 * A text as a Ruby string literal (`String#inspect` of a UTF-8 string): how GitLab prints a job name that it does not
 * find. As executed on Ruby 3.1; invisible format characters such as U+200B count as printable there and stay.
 * U+0085 is written as newer Rubies do.
 */
export function rubyInspect(text: string): string {
  const escaped = text.replaceAll(ESCAPED, (part) => SHORT[part] ?? long(part.codePointAt(0) ?? 0));
  return `"${escaped}"`;
}

/** `"`, `\`, `#` where it would begin an interpolation, and whatever is no letter, mark, number, sign, space or format. */
const ESCAPED = /["\\]|#(?=[{$@])|[^\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}\p{Cf}\p{Co}]/gu;

const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '#': '\\#',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\f': '\\f',
  '\v': '\\v',
  '\b': '\\b',
  '\x07': '\\a',
  '\x1b': '\\e',
};

function long(codePoint: number): string {
  const hex = codePoint.toString(16).toUpperCase();
  return codePoint > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}
