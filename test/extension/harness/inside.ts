// Runs inside the extension host, bundled with the suites.
import 'mocha/mocha.js';
import { type InnerError, type InnerEvent, writeEvent } from './inner-events.js';

const tell = (event: InnerEvent): void => console.log(writeEvent(event));

/** What VS Code awaits: rejects when a test failed, so that its exit code says so too. */
export async function runSuites(suites: readonly (() => Promise<unknown>)[]): Promise<void> {
  // The browser build of mocha knows both kinds of extension host; its globals are there before the suites load.
  mocha.setup({ ui: 'bdd', timeout: 60_000 });
  mocha.reporter(Reporter);
  for (const load of suites) await load();
  // The browser build's own run() looks at the page's address, and an extension host has none.
  const failures = await new Promise<number>((done) => Mocha.prototype.run.call(mocha, done));
  tell({ kind: 'end', failures });
  if (failures > 0) throw new Error(`${failures} tests failed inside the host`);
}

class Reporter extends Mocha.reporters.Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    runner.on('pass', (test) => tell({ kind: 'pass', path: test.titlePath(), ms: test.duration ?? 0 }));
    runner.on('fail', (test, error) => tell({ kind: 'fail', path: test.titlePath(), error: plain(error) }));
    runner.on('pending', (test) => tell({ kind: 'skip', path: test.titlePath() }));
  }
}

function plain(error: Error & { expected?: unknown; actual?: unknown }): InnerError {
  const side = (value: unknown): string | undefined =>
    value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value, undefined, 2);
  const expected = side(error.expected);
  const actual = side(error.actual);
  return {
    message: error.message,
    ...(error.stack === undefined ? {} : { stack: error.stack }),
    ...(expected === undefined ? {} : { expected }),
    ...(actual === undefined ? {} : { actual }),
  };
}
