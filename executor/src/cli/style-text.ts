import type { TextStyle } from '@gitlab-chatops/shared/view';

const FLAGS = [
  ['bold', '1'],
  ['dim', '2'],
  ['italic', '3'],
  ['underline', '4'],
  ['inverse', '7'],
  ['conceal', '8'],
  ['strike', '9'],
] as const;

/** Text in a style as a terminal takes it (ECMA-48, SGR). */
export function styledText(text: string, style: TextStyle): string {
  const codes: string[] = FLAGS.flatMap(([flag, code]) => (style[flag] ? [code] : []));
  codes.push(...colour('38', style.foreground), ...colour('48', style.background));
  return codes.length === 0 || text === '' ? text : `\x1b[${codes.join(';')}m${text}\x1b[0m`;
}

function colour(target: '38' | '48', value: number | string | undefined): readonly string[] {
  if (value === undefined) return [];
  if (typeof value === 'number') return [`${target};5;${value}`];
  const [red = '00', green = '00', blue = '00'] = value.slice(1).match(/../g) ?? [];
  return [`${target};2;${[red, green, blue].map((hex) => Number.parseInt(hex, 16)).join(';')}`];
}
