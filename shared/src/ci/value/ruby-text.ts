import type { ScalarNode, YamlNode } from '../node.js';

/** Ruby's text forms of values, as they get into GitLab's messages and into variables. */

/** Float#to_s: exponents for whole numbers beyond 15 digits and below 0.0001, always with a fraction. */
export const floatText = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '0', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  const sign = mantissa.startsWith('-') ? '-' : '';
  const digits = mantissa.replace('-', '').replace('.', '');
  const isWhole = digits.length <= exponent + 1;
  if ((exponent >= 15 && isWhole) || exponent < -4) {
    const fraction = digits.slice(1) === '' ? '0' : digits.slice(1);
    const power = `${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
    return `${sign}${digits.charAt(0)}.${fraction}e${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  const fraction = digits.slice(exponent + 1);
  return `${sign}${whole}.${fraction === '' ? '0' : fraction}`;
};

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\t': '\\t',
  '\r': '\\r',
  '\f': '\\f',
  '\v': '\\v',
  '\b': '\\b',
  '\x07': '\\a',
  '\x1b': '\\e',
};

/** What Ruby cannot print: controls but NEL, unassigned code points, line and paragraph separators. */
const unprintable = /[\p{Cn}\p{Cs}\p{Zl}\p{Zp}\0-\x1f\x7f-\x84\x86-\x9f]/u;

/** String#inspect: double quotes, escapes, `#` only before `{`, `$` and `@`. */
export const inspectText = (text: string, escapeOf = unicodeEscape): string => {
  let out = '"';
  const chars = [...text];
  for (const [place, char] of chars.entries()) {
    const next = chars[place + 1] ?? '';
    const short = ESCAPES[char];
    if (short !== undefined) out += short;
    else if (char === '#' && (next === '{' || next === '$' || next === '@')) out += '\\#';
    else if (unprintable.test(char)) out += escapeOf(char.codePointAt(0) ?? 0);
    else out += char;
  }
  return `${out}"`;
};

const unicodeEscape = (point: number): string => {
  const hex = point.toString(16).toUpperCase();
  return point > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
};

const byteEscape = (byte: number): string => `\\x${byte.toString(16).toUpperCase().padStart(2, '0')}`;

const PLAIN_SYMBOL =
  /^(?:[A-Za-z_\u0080-\u{10ffff}][\w\u0080-\u{10ffff}]*[?!=]?|\[\]=?|[-+*/%<>~!^&|`]|\*\*|[<>=]=|<=>|===|=~|![=~]|<<|>>|[-+]@|[$@]{1,2}[A-Za-z_]\w*)$/u;

/** Symbol#inspect. A symbol of ASCII characters is no Unicode text to Ruby. */
export const inspectSymbol = (name: string): string =>
  PLAIN_SYMBOL.test(name) ? `:${name}` : `:${inspectText(name, isAscii(name) ? byteEscape : unicodeEscape)}`;

const isAscii = (text: string): boolean => !/[^\0-\x7f]/.test(text);

const scalarText = (node: ScalarNode): string => {
  switch (node.type) {
    case 'nil':
      return '';
    case 'float':
      return floatText(node.value);
    default:
      return String(node.value);
  }
};

/** Ruby 3.1's `#inspect` of a value; names of mappings are symbols unless `stringKeys`. */
export const inspect = (node: YamlNode, stringKeys = false): string => {
  switch (node.kind) {
    case 'sequence':
      return `[${node.items.map((item) => inspect(item, stringKeys)).join(', ')}]`;
    case 'mapping': {
      const pairs = [...node.entries.values()].map(({ key, value }) => {
        const text = inspect(value, stringKeys);
        if (!stringKeys && key.kind === 'scalar' && (key.type === 'string' || key.type === 'symbol')) {
          const name = inspectSymbol(key.value);
          return `${name}=>${text}`;
        }
        return `${inspect(key, stringKeys)}=>${text}`;
      });
      return `{${pairs.join(', ')}}`;
    }
    case 'reference':
      return `!reference ${inspect(node.target, true)}`;
    case 'scalar':
      if (node.type === 'string') return inspectText(node.value);
      if (node.type === 'symbol') return inspectSymbol(node.value);
      return node.type === 'nil' ? 'nil' : scalarText(node);
  }
};

/** Ruby's `#to_s` of a value. */
export const textOf = (node: YamlNode): string => (node.kind === 'scalar' ? scalarText(node) : inspect(node));
