import { type PlainScalar, scalar } from '../value/scalar.js';
import { DisallowedClassError } from './load-error.js';

/**
 * What Ruby value a plain scalar is: Psych 4's ScalarScanner (lib/psych/scalar_scanner.rb), in its order of
 * tests. Ruby's `^` and `$` match at line feeds, but texts with one leave at the first test. JavaScript's `m` flag and
 * its `.` know more line breaks (U+2028) than Ruby's and are not used.
 */

const PLAIN_TEXT = /^[^\d.:-]?[\p{Alphabetic}_ \t\r\n\f\v!@#$%^&*(){}<>|/\\~;=]+/u;
const TIME =
  /^-?\d{4}-\d{1,2}-\d{1,2}(?:[Tt]|[ \t\r\n\f\v]+)\d{1,2}:\d\d:\d\d(?:\.\d*)?(?:[ \t\r\n\f\v]*(?:Z|[-+]\d{1,2}:?(?:\d\d)?))?$/;
const DATE = /^\d{4}-(?:1[012]|0\d|\d)-(?:[12]\d|3[01]|0\d|\d)$/;
const SEXAGESIMAL = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}$/;
const SEXAGESIMAL_FLOAT = /^[-+]?[0-9][0-9_]*(:[0-5]?[0-9]){1,2}\.[0-9_]*$/;
const FLOAT = /^[-+]?([0-9][0-9_,]*)?\.[0-9]*([eE][-+][0-9]+)?$/;
const INTEGER =
  /^(?:[-+]?0b[01_,]+|[-+]?0[0-7_,]+|[-+]?(?:0|[1-9](?:[0-9]|,[0-9]|_[0-9])*)|[-+]?0x[0-9a-fA-F_,]+)$/;

/** Longer plain texts are never `true`, `null` and the like. */
const LONGEST_WORD = 5;

export const typedScalar = (text: string): PlainScalar => {
  if (text === '') return scalar.nil;
  if (startsWithLetter(text) || text.includes('\n') || PLAIN_TEXT.test(text)) return word(text);
  // Psych loads the class before it looks at the digits, so impossible dates are refused as well.
  if (TIME.test(text)) throw new DisallowedClassError('Time');
  if (DATE.test(text)) throw new DisallowedClassError('Date');
  if (/^\+?\.inf$/i.test(text)) return scalar.float(Number.POSITIVE_INFINITY);
  if (/^-\.inf$/i.test(text)) return scalar.float(Number.NEGATIVE_INFINITY);
  if (/^\.nan$/i.test(text)) return scalar.float(Number.NaN);
  if (/^:[^\n]/.test(text)) return scalar.symbol(symbolName(text));
  if (SEXAGESIMAL.test(text)) return scalar.integer(sexagesimalInteger(text));
  if (SEXAGESIMAL_FLOAT.test(text)) return scalar.float(sexagesimalFloat(text));
  if (FLOAT.test(text)) return float(text);
  if (INTEGER.test(text)) return integer(text);
  return scalar.string(text);
};

/** The frequent case of PLAIN_TEXT. */
const startsWithLetter = (text: string): boolean => {
  const code = text.charCodeAt(0);
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
};

const word = (text: string): PlainScalar => {
  if (isLong(text) || /(?<![^\n])[^ytonf~]/i.test(text)) return scalar.string(text);
  if (text === '~' || /(?<![^\n])null(?![^\n])/i.test(text)) return scalar.nil;
  if (/(?<![^\n])(yes|true|on)(?![^\n])/i.test(text)) return scalar.boolean(true);
  if (/(?<![^\n])(no|false|off)(?![^\n])/i.test(text)) return scalar.boolean(false);
  return scalar.string(text);
};

/** Counted in characters; no character needs more than two units. */
const isLong = (text: string): boolean => text.length > 2 * LONGEST_WORD || [...text].length > LONGEST_WORD;

const symbolName = (text: string): string => {
  const quoted = /^:(["'])([^\n]*)\1/.exec(text);
  return (quoted?.[2] ?? text).replace(/^:/, '');
};

const rubyToInteger = (text: string): bigint => {
  const digits = /^[-+]?\d(?:_?\d)*/.exec(text)?.[0].replaceAll('_', '') ?? '0';
  return digits.startsWith('+') ? BigInt(digits.slice(1)) : BigInt(digits);
};

const rubyToFloat = (text: string): number => {
  const digits = /^[-+]?\d(?:_?\d)*(?:\.\d(?:_?\d)*)?/.exec(text)?.[0].replaceAll('_', '') ?? '0';
  return Number(digits);
};

/** Hours first; with two parts they are minutes and seconds of Psych's own reckoning: n × 60^|place − 2|. */
const sexagesimalInteger = (text: string): bigint =>
  text
    .split(':')
    .reduce((sum, part, place) => sum + rubyToInteger(part) * 60n ** BigInt(Math.abs(place - 2)), 0n);

const sexagesimalFloat = (text: string): number =>
  text.split(':').reduce((sum, part, place) => sum + rubyToFloat(part) * 60 ** Math.abs(place - 2), 0);

const float = (text: string): PlainScalar => {
  if (/^[-+]?\.$/.test(text)) return scalar.string(text);
  const value = Number(text.replace(/[,_]|\.([Ee]|$)/g, '$1'));
  // `.e+3` passes the pattern and is no number to Ruby.
  if (Number.isNaN(value)) throw new InvalidNumberError();
  return scalar.float(value);
};

const integer = (text: string): PlainScalar => {
  const digits = text.replace(/[,_]/g, '');
  const parts = /^([-+]?)(0b|0x|0)?([0-9a-fA-F]*)$/.exec(digits);
  const [, sign = '', prefix = '', rest = ''] = parts ?? [];
  if (prefix !== '' && prefix !== '0' && rest === '') throw new InvalidNumberError();
  const radix = prefix === '0' ? '0o' : prefix;
  const value = rest === '' ? 0n : BigInt(radix + rest);
  return scalar.integer(sign === '-' ? -value : value);
};

/** Ruby's ArgumentError, which GitLab turns into `Invalid YAML syntax`. */
export class InvalidNumberError extends Error {}
