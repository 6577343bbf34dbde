import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';

/** Jobs of a file that cannot be read here are neither safe nor unsafe. */
export const ciIncludeUnknown: LintRule = {
  meta: {
    id: 'ci-include-unknown',
    severity: 'info',
    confidence: 'high',
    summary: 'An include cannot be read here: its jobs, and what it changes in others, are unknown.',
  },
  *check({ config, rootFile }: LintContext): Iterable<Report> {
    const whole = { file: rootFile, start: 0, end: 0, line: 1, column: 1 };
    for (const { what, reason, at } of config.unknown) {
      yield {
        at: at ?? whole,
        message: `${what} is unknown here (${reason}): chat may reach its jobs too, and it may change the others`,
      };
    }
  },
};
