import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';

const NO_JOB = /should contain at least one visible job/;

/** GitLab's own validation, in its own words. */
export const ciConfigError: LintRule = {
  meta: {
    id: 'ci-config-error',
    severity: 'error',
    confidence: 'high',
    summary:
      'GitLab refuses the configuration: no pipeline is made, and every chat command is answered with a riddle.',
  },
  *check({ config, rootFile }: LintContext): Iterable<Report> {
    const whole = { file: rootFile, start: 0, end: 0, line: 1, column: 1 };
    for (const { message, at } of config.errors) {
      yield {
        at: at ?? whole,
        // A file of templates alone is a piece for others to include.
        ...(NO_JOB.test(message) ? { severity: 'warning' as const } : {}),
        message: `${message} (GitLab refuses every pipeline)`,
      };
    }
  },
};
