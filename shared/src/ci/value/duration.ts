import { numberWords } from './number-words.js';

const UNITS: Readonly<Record<string, number>> = {
  seconds: 1,
  minutes: 60,
  hours: 3600,
  days: 86_400,
  weeks: 604_800,
  months: 2_592_000,
  years: 31_557_600,
};

const WORDS: Readonly<Record<string, keyof typeof UNITS>> = {
  seconds: 'seconds',
  second: 'seconds',
  secs: 'seconds',
  sec: 'seconds',
  s: 'seconds',
  minutes: 'minutes',
  minute: 'minutes',
  mins: 'minutes',
  min: 'minutes',
  m: 'minutes',
  hours: 'hours',
  hour: 'hours',
  hrs: 'hours',
  hr: 'hours',
  h: 'hours',
  days: 'days',
  day: 'days',
  dy: 'days',
  d: 'days',
  weeks: 'weeks',
  week: 'weeks',
  wks: 'weeks',
  wk: 'weeks',
  w: 'weeks',
  months: 'months',
  mo: 'months',
  mos: 'months',
  month: 'months',
  years: 'years',
  year: 'years',
  yrs: 'years',
  yr: 'years',
  y: 'years',
};

const JOINERS = new Set(['and', 'with', 'plus']);
/** `3:41:59` counts from the right: seconds, minutes, hours, days, months, years. */
const CLOCK_UNITS = ['seconds', 'minutes', 'hours', 'days', 'months', 'years'];
const FLOAT = /[0-9]*\.?[0-9]+/;
const ALL_FLOATS = /[0-9]*\.?[0-9]+/g;
const CLOCK = /[0-9]*\.?[0-9]+(?::[0-9]*\.?[0-9]+)+/;
/** Longer texts are no durations that anybody means. */
const LONGEST = 1000;

/** Seconds of a text like `1 day 2h`, `1:30`, `two weeks`; nothing for zero and for anything else (gem chronic_duration). */
export const parseDuration = (text: string): number | undefined => {
  if (text.length > LONGEST) return undefined;
  const clocked = clockToWords(numberWords(text.toLowerCase()));
  if (clocked === undefined) return undefined;
  const spaced = clocked.replaceAll(ALL_FLOATS, (number) => ` ${number} `);
  const words = knownWords(spaced.split(/\s+/).filter((word) => word !== ''));
  if (words === undefined) return undefined;
  const seconds = words.reduce((sum, word, place) => {
    if (!FLOAT.test(word)) return sum;
    return sum + Number.parseFloat(word) * (UNITS[words[place + 1] ?? 'seconds'] ?? 0);
  }, 0);
  return seconds === 0 ? undefined : seconds;
};

const clockToWords = (text: string): string | undefined => {
  const packed = text.replaceAll(' ', '');
  if (!CLOCK.test(packed)) return text;
  const parts = packed.split(':').reverse();
  if (parts.length > CLOCK_UNITS.length) return undefined;
  return parts
    .map((part, place) => `${part} ${CLOCK_UNITS[place]}`)
    .reverse()
    .join(' ');
};

const knownWords = (words: readonly string[]): string[] | undefined => {
  const known: string[] = [];
  for (const word of words) {
    if (FLOAT.test(word)) {
      known.push(word);
      continue;
    }
    const bare = word.replace(/^,/, '').replace(/,$/, '');
    const unit = Object.hasOwn(WORDS, bare) ? WORDS[bare] : undefined;
    if (unit !== undefined) known.push(unit);
    else if (!JOINERS.has(bare)) return undefined;
  }
  // `day` alone is one day.
  if (known[0] !== undefined && Object.hasOwn(WORDS, known[0])) known.unshift('1');
  return known;
};
