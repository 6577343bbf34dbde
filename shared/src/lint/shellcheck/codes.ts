import type { RuleMeta } from '../rule.js';

/** A rule of shellcheck's, as findings, settings and ignore comments name it: `shellcheck-SC2086`. */
export const SHELLCHECK_RULE = /^shellcheck-SC([1-9]\d{3})$/;

export function shellcheckRule(code: number): string {
  return `shellcheck-SC${code}`;
}

/** Where shellcheck explains a rule; undefined for a rule of our own. */
export function shellcheckPage(rule: string): string | undefined {
  const [, code] = SHELLCHECK_RULE.exec(rule) ?? [];
  return code === undefined ? undefined : `https://www.shellcheck.net/wiki/SC${code}`;
}

/** What a list of rules says of one whose words only shellcheck knows. */
export function shellcheckMeta(rule: string): RuleMeta {
  return {
    id: rule,
    severity: 'warning',
    confidence: 'medium',
    summary: `What shellcheck reports as ${rule.replace('shellcheck-', '')}.`,
  };
}

const SOURCED = 'what a job sources is there when it runs';
const FROM_OUTSIDE = 'GitLab, the project’s settings and reports of other jobs set variables too';
const INSERTED =
  'GitLab puts inputs into the text before it runs, so a constant may be another one elsewhere';
const BUSYBOX = 'dash lacks it, busybox, whose shell these images have, does not';
const CALLED = 'a trap or a program calls functions that no line of the script does';

/** Codes that say nothing about the script of a job, with the reason. */
export const EXCLUDED: Readonly<Record<number, string>> = {
  1090: SOURCED,
  1091: SOURCED,
  1009: 'says again where the error is that another code names',
  2034: 'a variable that GitLab exports stays exported when the script sets it: programs read it',
  2043: INSERTED,
  2050: INSERTED,
  2153: FROM_OUTSIDE,
  2154: FROM_OUTSIDE,
  2157: INSERTED,
  2194: INSERTED,
  2317: CALLED,
  2329: CALLED,
  3001: BUSYBOX,
  3003: BUSYBOX,
  3010: BUSYBOX,
  3014: BUSYBOX,
  3020: BUSYBOX,
  3037: BUSYBOX,
  3040: BUSYBOX,
  3043: BUSYBOX,
  3057: BUSYBOX,
  3060: BUSYBOX,
};

const QUOTING = ['chat-input-unquoted', 'chat-input-eval', 'chat-input-splice'];
const MARKERS = ['chat-reply-marker'];

/** Rules of ours that, at the same place, say the same with more to it. */
export const SAID_BY: Readonly<Record<number, readonly string[]>> = {
  2016: MARKERS,
  2028: MARKERS,
  2029: QUOTING,
  2046: QUOTING,
  2048: QUOTING,
  2059: QUOTING,
  2068: QUOTING,
  2086: QUOTING,
  2087: QUOTING,
  2145: QUOTING,
  2206: QUOTING,
  2207: QUOTING,
  2294: QUOTING,
};
