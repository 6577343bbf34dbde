import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { CodedError } from '@gitlab-chatops/shared/errors';
import type { TokenSource } from '../settings/index.js';

export interface TokenContext {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Effective user id of this process. */
  readonly uid: number;
  /** Whose token it is, for the way out; default Slack's. */
  readonly purpose?: 'slack' | 'gitlab';
}

/** What the token is called in errors, and whose account reads it. */
const WORDS = {
  slack: { token: 'the bot token of the Slack app (xoxb-…)', account: 'the account of gitlab-runner' },
  gitlab: { token: 'a GitLab access token with the scope read_api (glpat-…)', account: 'your account' },
} as const;

/** Longer than any token; a file with more is not a token file. */
const SIZE_LIMIT = 4096;

/**
 * The chat token, from a file that only its owner can read, or from the environment. No error repeats any of it.
 * @throws CodedError CONFIG_TOKEN_MISSING, CONFIG_TOKEN_UNSAFE, CONFIG_TOKEN_INVALID
 */
export function readToken(source: TokenSource, context: TokenContext): string {
  const words = WORDS[context.purpose ?? 'slack'];
  const place = source.kind === 'file' ? `file ${source.path}` : `variable ${source.name}`;
  const text =
    source.kind === 'file'
      ? readOwnFile(source.path, context.uid, words.account)
      : context.environment[source.name];
  const token = (text ?? '').trim();
  if (token === '') {
    throw new CodedError({
      code: 'CONFIG_TOKEN_MISSING',
      message: `The token ${place} is empty.`,
      wayOut: `Put ${words.token} into it.`,
    });
  }
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new CodedError({
      code: 'CONFIG_TOKEN_INVALID',
      message: `The token ${place} holds more than one word or characters that no token has.`,
      wayOut: `It must hold ${words.token} and nothing else.`,
    });
  }
  return token;
}

function readOwnFile(path: string, uid: number, account: string): string {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw new CodedError(
      {
        code: 'CONFIG_TOKEN_MISSING',
        message: `The token file ${path} cannot be opened.`,
        wayOut: `Create it for ${account}, with mode 0600.`,
      },
      error,
    );
  }
  try {
    const { mode, uid: owner, size } = fstatSync(file);
    if ((mode & 0o077) !== 0 || (owner !== uid && owner !== 0)) {
      throw new CodedError({
        code: 'CONFIG_TOKEN_UNSAFE',
        message: `The token file ${path} can be read by other accounts than its owner's, or belongs to another one.`,
        wayOut: `Give it to ${account} and run: chmod 600 ${path}`,
      });
    }
    const bytes = Buffer.alloc(Math.min(size, SIZE_LIMIT));
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, 0));
  } finally {
    closeSync(file);
  }
}
