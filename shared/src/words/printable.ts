/** Control characters, which would move a terminal's cursor or worse. */
const CONTROL = '\\u0000-\\u0008\\u000b-\\u001f\\u007f-\\u009f';
/** What turns the direction of writing or ends a line, so that other text would be seen than there is. */
const TURNING = '\\u2028-\\u202e\\u2066-\\u2069';

const NOT_IN_A_LINE = new RegExp(`[${CONTROL}${TURNING}\\t\\n\\u200e\\u200f]`, 'g');
const NOT_IN_LINES = new RegExp(`[${CONTROL}${TURNING}]`, 'g');

/** Text of a repository or a job as one line of a terminal may show it: what must not be there becomes a dot of one cell. */
export function printable(text: string): string {
  return text.replace(NOT_IN_A_LINE, '\u00b7');
}

/** The same for text of several lines: line feeds, tabs and the marks of right-to-left text stay. */
export function printableLines(text: string): string {
  return text.replace(NOT_IN_LINES, '\u00b7');
}
