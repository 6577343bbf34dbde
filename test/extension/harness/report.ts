import assert from 'node:assert/strict';
import Mocha from 'mocha';
import { chromium, needs, SKIP_REASON, type Tool, vscodeHost } from '../../support/needs.js';
import { type DesktopRunOptions, desktopVscode, runOnDesktop } from './desktop.js';
import { type HostRunOptions, runInHost } from './host.js';
import type { InnerError, InnerEvent } from './inner-events.js';
import { type InnerRun, whyNotWhole } from './inner-run.js';

/**
 * A suite of the outer mocha run whose tests are those that ran inside the extension host. They become known while the
 * suite's first hook runs; mocha walks a suite's children only afterwards.
 */
export function insideHost(title: string, options: () => Promise<HostRunOptions>): void {
  innerSuite(title, [chromium, vscodeHost], async () => runInHost(await options()));
}

/** The same on a desktop's VS Code, where there is one. */
export function insideDesktop(title: string, options: () => Promise<DesktopRunOptions>): void {
  innerSuite(title, [desktopVscode], async () => runOnDesktop(await options()));
}

function innerSuite(title: string, tools: readonly Tool[], start: () => Promise<InnerRun>): void {
  describe(title, () => {
    let run: InnerRun | undefined;
    before(async function () {
      needs(this, ...tools);
      this.timeout(300_000);
      run = await start();
      const suite = this.test?.parent;
      assert(suite);
      for (const event of run.events) if (event.kind !== 'end') addTest(suite, event);
    });

    it('came to its end inside the host', () => {
      assert(run);
      const why = whyNotWhole(run);
      if (why !== undefined) throw new Error(why);
    });
  });
}

type TestEvent = Exclude<InnerEvent, { kind: 'end' }>;

function addTest(outer: Mocha.Suite, event: TestEvent): void {
  const title = event.path.at(-1) ?? '';
  let suite = outer;
  for (const name of event.path.slice(0, -1)) {
    suite = suite.suites.find((child) => child.title === name) ?? Mocha.Suite.create(suite, name);
  }
  const test = new Mocha.Test(title, function (this: Mocha.Context) {
    if (event.kind === 'fail') throw asError(event.error);
    if (event.kind !== 'skip') return;
    Reflect.set(test, SKIP_REASON, event.reason ?? 'skipped inside the host');
    this.skip();
  });
  suite.addTest(test);
}

/** The inner stack is the one that helps. */
function asError(inner: InnerError): Error {
  const error = new Error(inner.message);
  if (inner.stack !== undefined) error.stack = inner.stack;
  return Object.assign(error, {
    ...(inner.expected === undefined ? {} : { expected: inner.expected }),
    ...(inner.actual === undefined ? {} : { actual: inner.actual }),
    showDiff: inner.expected !== undefined && inner.actual !== undefined,
  });
}
