import type { UntrustedRegexp } from './regexp.js';

/** What an expression evaluates to; null is Ruby's nil. */
export type ExpressionValue = string | boolean | null | UntrustedRegexp;

export function isRegexp(value: ExpressionValue): value is UntrustedRegexp {
  return typeof value === 'object' && value !== null;
}

/** Ruby on Rails' `present?`: not nil, not false, not empty or white space only. */
export function isPresent(value: ExpressionValue): boolean {
  if (typeof value === 'string') return !isBlank(value);
  return value !== null && value !== false;
}

/** Ruby's `[[:space:]]`, which is Unicode's White_Space (JavaScript's `\s` differs in U+0085 and U+FEFF). */
export function isBlank(text: string): boolean {
  return /^\p{White_Space}*$/u.test(text);
}

/** Ruby's `to_s`; a pattern prints as the object it is (its address is not predictable). */
export function toText(value: ExpressionValue): string {
  if (value === null) return '';
  if (isRegexp(value)) return '#<Gitlab::UntrustedRegexp:0x0000000000000000>';
  return String(value);
}
