import { createHash } from 'node:crypto';

/** Texts of the captured cases name these; a run in other directories is mapped to them. */
export const CAPTURED_ROOT = '/srv/ci';

/**
 * What two runs of one job may differ in, made equal: times, host names, the words a shell puts before its errors,
 * whether git found an old directory, and where a long or unfinished line of the job's own output was split.
 */
export function normaliseLog(log: string): string {
  return log
    .replace(/section_(start|end):\d+:/g, 'section_$1:0:')
    .replace(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z /gm, 'TIME ')
    .replace(/Using Custom executor.*$/gm, 'Using Custom executor')
    .replace(/Running on .*$/gm, 'Running on')
    .replace(/^((?:TIME 0\d[OE][ +])?)\S+: (?:eval: )?line \d+: /gm, '$1bash: ')
    .replace(/(?:Initialized empty|Reinitialized existing) Git repository/g, 'Git repository')
    .replace(/\nTIME 01[OE]\+/g, '');
}

export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex');
}

/** The part of a driver's environment that the Runner makes: not its own, no temporary directory. */
export function driverFacts(env: Readonly<Record<string, string>>): string {
  const made = Object.entries(env).filter(([name]) =>
    /^(?:CUSTOM_ENV_|BUILD_FAILURE|SYSTEM_FAILURE)/.test(name),
  );
  return JSON.stringify(made.sort(([a], [b]) => (a < b ? -1 : 1)));
}
