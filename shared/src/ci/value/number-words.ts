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
  const words = text.replaceAll(/([^\d])-([^\d])/g, '$1 $2').split(' ');
  const out: string[] = [];
  let number: number | undefined;
  let previous: 'small' | 'ten' | 'scale' | undefined;
  const flush = (): void => {
    if (number !== undefined) out.push(String(number));
    number = undefined;
    previous = undefined;
  };
  for (const word of words) {
    const small = lookup(SMALL, word);
    const ten = lookup(TENS, word);
    const scale = lookup(SCALES, word);
    if (
      small !== undefined &&
      (previous === undefined || previous === 'scale' || (previous === 'ten' && small < 10))
    ) {
      number = (number ?? 0) + small;
      previous = 'small';
    } else if (ten !== undefined && (previous === undefined || previous === 'scale')) {
      number = (number ?? 0) + ten;
      previous = 'ten';
    } else if (scale !== undefined) {
      const digits = number === undefined ? lastNumber(out) : undefined;
      number = (number ?? digits ?? 1) * scale;
      previous = 'scale';
    } else {
      flush();
      if (small !== undefined) {
        number = small;
        previous = 'small';
      } else if (ten !== undefined) {
        number = ten;
        previous = 'ten';
      } else {
        out.push(word);
      }
    }
  }
  flush();
  return out.join(' ');
};

const lookup = (table: Readonly<Record<string, number>>, word: string): number | undefined =>
  Object.hasOwn(table, word) ? table[word] : undefined;

/** `2 hundred`: the digits before the word count. */
const lastNumber = (out: string[]): number | undefined => {
  const last = out[out.length - 1];
  if (last === undefined || !/^\d+$/.test(last)) return undefined;
  out.pop();
  return Number(last);
};
