import type { Span, TextStyle } from '@gitlab-chatops/shared/view';

/** Spans of a job log as a terminal takes them. */
export function ansi(spans: readonly Span[]): string {
  return spans.map(({ text, style }) => styled(text, codesOf(style))).join('');
}

export function styled(text: string, codes: readonly string[]): string {
  return codes.length === 0 ? text : `\x1b[${codes.join(';')}m${text}\x1b[0m`;
}

const FLAGS = [
  ['bold', '1'],
  ['dim', '2'],
  ['italic', '3'],
  ['underline', '4'],
  ['inverse', '7'],
  ['conceal', '8'],
  ['strike', '9'],
] as const;

function codesOf(style: TextStyle): string[] {
  const flags: string[] = FLAGS.filter(([flag]) => style[flag] === true).map(([, code]) => code);
  const { foreground, background } = style;
  if (foreground !== undefined) flags.push(colour(38, foreground));
  if (background !== undefined) flags.push(colour(48, background));
  return flags;
}

/** The theme paints the first sixteen, the rest are exact. */
function colour(kind: 38 | 48, value: number | string): string {
  if (typeof value === 'number') {
    if (value < 8) return String(kind - 8 + value);
    if (value < 16) return String(kind + 52 + value - 8);
    return `${kind};5;${value}`;
  }
  const parts = [1, 3, 5].map((at) => Number.parseInt(value.slice(at, at + 2), 16));
  return `${kind};2;${parts.join(';')}`;
}

const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\p{Extended_Pictographic}]/u;

/** As many spans as fit into so many columns, so that the line can be drawn over. */
export function fitting(spans: readonly Span[], columns: number): Span[] {
  const fit: Span[] = [];
  let left = columns;
  for (const { text, style } of spans) {
    let shown = '';
    for (const character of text) {
      const width = WIDE.test(character) ? 2 : 1;
      if (width > left) return [...fit, { text: shown, style }];
      left -= width;
      shown += character;
    }
    fit.push({ text: shown, style });
  }
  return fit;
}
