import { randomBytes } from 'node:crypto';

/** Where ids and secrets come from, so that a test can choose them. */
export type RandomText = (length: number) => string;

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUV';

/** Upper-case letters and digits, five random bits each. */
export const randomText: RandomText = (length) =>
  [...randomBytes(length)].map((byte) => ALPHABET[byte % ALPHABET.length]).join('');
