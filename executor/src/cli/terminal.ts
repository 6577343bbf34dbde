import type { Paint } from '@gitlab-chatops/shared/lint';

/** What the command line looks at to choose colours (no-color.org, clig.dev). */
export interface TerminalFacts {
  readonly isTerminal: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** `--color` / `--no-color`; undefined: not given. */
  readonly flag?: boolean;
}

export function wantsColour({ isTerminal, env, flag }: TerminalFacts): boolean {
  if (flag !== undefined) return flag;
  if (env.NO_COLOR || env.GITLAB_CHATOPS_NO_COLOR || env.TERM === 'dumb') return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== '0';
  return isTerminal;
}

const CODES: Readonly<Record<Parameters<Paint>[0], string>> = {
  error: '31',
  warning: '33',
  info: '36',
  good: '32',
  dim: '2',
  bold: '1',
};

export function painter(colour: boolean): Paint {
  return (style, text) => (colour && text !== '' ? `\x1b[${CODES[style]}m${text}\x1b[0m` : text);
}
