// Mocha reporter: names as they run, failures in full, skipped tests by name and reason, one closing line.
import { appendFileSync } from 'node:fs';
import Mocha from 'mocha';

const SKIP_REASON = Symbol.for('gitlab-chatops.skipReason');
const {
  EVENT_TEST_PASS,
  EVENT_TEST_FAIL,
  EVENT_TEST_RETRY,
  EVENT_TEST_PENDING,
  EVENT_RUN_END,
  EVENT_SUITE_BEGIN,
} = Mocha.Runner.constants;

function skipReason(test) {
  for (let owner = test; owner; owner = owner.parent) {
    const reason = owner[SKIP_REASON];
    if (reason) return reason;
  }
  return 'no reason given';
}

export class ClosingLineReporter extends Mocha.reporters.Base {
  constructor(runner, options) {
    super(runner, options);
    const skipped = [];
    let depth = '';
    runner.on(EVENT_SUITE_BEGIN, (suite) => {
      depth = '  '.repeat(Math.max(0, suite.titlePath().length - 1));
      if (suite.title) console.log(`${depth}${suite.title}`);
    });
    runner.on(EVENT_TEST_PASS, (test) => {
      const slow = test.duration > 1000 ? ` (${(test.duration / 1000).toFixed(1)} s)` : '';
      console.log(`${depth}  ok ${test.title}${slow}`);
    });
    runner.on(EVENT_TEST_FAIL, (test) => console.log(`${depth}  FAILED ${test.title}`));
    runner.on(EVENT_TEST_RETRY, (test, error) =>
      console.log(`${depth}  once more: ${test.title} (${String(error?.message).split('\n')[0]})`),
    );
    runner.on(EVENT_TEST_PENDING, (test) => {
      skipped.push(test);
      console.log(`${depth}  skipped ${test.title}`);
    });
    runner.on(EVENT_RUN_END, () => {
      if (this.failures.length > 0) Mocha.reporters.Base.list(this.failures);
      for (const test of skipped) console.log(`skipped: ${test.fullTitle()} (${skipReason(test)})`);
      const { passes, failures, pending } = this.stats;
      const tail = pending > 0 ? `, ${pending} skipped` : '';
      console.log(`\n${passes} passed, ${failures} failed${tail}`);
      const tally = process.env.GITLAB_CHATOPS_TALLY;
      if (tally) appendFileSync(tally, `${JSON.stringify({ passes, failures, pending })}\n`);
    });
  }
}

// Mocha takes a reporter as the module's default export; this file is not part of the product.
export { ClosingLineReporter as default };
