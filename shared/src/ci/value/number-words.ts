/** English numbers written out, as gem numerizer reads them in durations: `twenty-two days`, `one hundred minutes`. */

const SMALL: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
};
const TENS: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const SCALES: Readonly<Record<string, number>> = {
  hundred: 100,
  thousand: 1000,
  million: 1_000_000,
  billion: 1_000_000_000,
};

/** The text with written numbers in digits. */
export const numberWords = (text: string): string => {
  if (!/[a-z]{3}/.test(text)) return text;
  const words = text.replaceAll(/([^\d\s])-([^\d\s])/g, '$1 $2').split(' ');
  const out: string[] = [];
  for (let at = 0; at < words.length; ) {
    const number = readNumber(words, at);
    out.push(number?.text ?? words[at] ?? '');
    at = number?.next ?? at + 1;
  }
  return out.join(' ');
};

/** A number that begins at a word: `twenty two`, `two hundred and five`, `2 hundred`; `hundred` alone takes nothing up. */
const readNumber = (words: readonly string[], from: number): { text: string; next: number } | undefined => {
  const start = readBelowHundred(words, from);
  const digits = start === undefined && /^\d+$/.test(words[from] ?? '') ? Number(words[from]) : undefined;
  let value = start?.value ?? digits;
  let next = start?.next ?? (digits === undefined ? from : from + 1);
  let scaled = false;
  for (let scale = lookup(SCALES, words[next]); scale !== undefined; scale = lookup(SCALES, words[next])) {
    if (value === undefined) return { text: String(scale), next: next + 1 };
    value *= scale;
    next += 1;
    scaled = true;
    const rest = readBelowHundred(words, words[next] === 'and' ? next + 1 : next);
    if (rest === undefined) continue;
    value += rest.value;
    next = rest.next;
  }
  if (value === undefined || (digits !== undefined && !scaled)) return undefined;
  return { text: String(value), next };
};

const readBelowHundred = (
  words: readonly string[],
  from: number,
): { value: number; next: number } | undefined => {
  const small = lookup(SMALL, words[from]);
  if (small !== undefined) return { value: small, next: from + 1 };
  const ten = lookup(TENS, words[from]);
  if (ten === undefined) return undefined;
  const unit = lookup(SMALL, words[from + 1]);
  return unit !== undefined && unit > 0 && unit < 10
    ? { value: ten + unit, next: from + 2 }
    : { value: ten, next: from + 1 };
};

const lookup = (table: Readonly<Record<string, number>>, word: string | undefined): number | undefined =>
  word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
