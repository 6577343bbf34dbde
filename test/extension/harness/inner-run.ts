import type { InnerEvent } from './inner-events.js';

/** A run inside the host as seen from outside. */
export interface InnerRun {
  readonly events: readonly InnerEvent[];
  /** What the workbench said when run() settled; undefined when it never did. */
  readonly exitCode?: number;
  /** Why the run did not come to its end: timeout, dead server, crashed page. */
  readonly problem?: string;
  /** Errors on the workbench's console; a suite or extension that fails to load is told only there. */
  readonly consoleErrors: readonly string[];
}

/**
 * Why a run must not count as passed even when no inner test failed; undefined when it may. The exit code alone proves
 * nothing: VS Code reports 0 for a run() that ran nothing, and when the extension host is killed.
 */
export function whyNotWhole(run: InnerRun): string | undefined {
  const tests = run.events.filter(({ kind }) => kind !== 'end');
  const failed = tests.filter(({ kind }) => kind === 'fail').length;
  const end = run.events.find((event) => event.kind === 'end');
  const why =
    run.problem ??
    (!end
      ? 'the suites inside the host did not come to their end'
      : !tests.some(({ kind }) => kind === 'pass' || kind === 'fail')
        ? 'no test ran inside the host'
        : end.failures !== failed
          ? `${end.failures} failures inside the host, ${failed} reported`
          : (run.exitCode === 0) !== (failed === 0)
            ? `the workbench ended with code ${run.exitCode} after ${failed} failures`
            : undefined);
  if (why === undefined || run.consoleErrors.length === 0) return why;
  return `${why}\nLast errors on the workbench's console:\n  ${run.consoleErrors.slice(-4).join('\n  ')}`;
}
