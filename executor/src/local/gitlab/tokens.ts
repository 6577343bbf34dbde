import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** Fresh secrets of one run. */
export interface Secrets {
  /** What a Runner shows: `glrt-…` */
  readonly runnerToken: string;
  /** One per slash-command endpoint, so that one that leaks opens no other. */
  readonly slackToken: string;
  readonly mattermostToken: string;
  readonly slackAppToken: string;
  /** For the REST API (`PRIVATE-TOKEN`). */
  readonly apiToken: string;
}

export type RandomText = (characters: number) => string;

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Cryptographically random text of letters, digits, `-` and `_`: 6 bits a character. */
export const randomText: RandomText = (characters) =>
  Array.from(randomBytes(characters), (byte) => ALPHABET.charAt(byte & 63)).join('');

export function createSecrets(random: RandomText): Secrets {
  return {
    runnerToken: `glrt-${random(20)}`,
    slackToken: random(24),
    mattermostToken: random(24),
    slackAppToken: random(24),
    apiToken: `glpat-${random(20)}`,
  };
}

/** A job's token; the prefix is GitLab's, by which Runners mask it (GitLab: app/models/ci/build.rb). */
export function createJobToken(random: RandomText): string {
  return `glcbt-64_${random(20)}`;
}

/** Compares in constant time; nothing equals an absent or empty token. */
export function sameToken(given: string | undefined, expected: string): boolean {
  if (!given) return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
