import assert from 'node:assert/strict';
import { type InnerEvent, readEvent, writeEvent } from './inner-events.js';
import { type InnerRun, whyNotWhole } from './inner-run.js';

const pass: InnerEvent = { kind: 'pass', path: ['a', 'b – “c”'], ms: 1 };
const fail: InnerEvent = { kind: 'fail', path: ['d'], error: { message: 'no' } };
const end = (failures: number): InnerEvent => ({ kind: 'end', failures });
const run = (events: readonly InnerEvent[], more: Partial<InnerRun> = {}): InnerRun => ({
  events,
  consoleErrors: [],
  ...more,
});

describe('a run inside the extension host, seen from outside', () => {
  it('reads an event out of whatever the workbench puts around it', () => {
    assert.deepEqual(readEvent(`%c[Extension Host] %c${writeEvent(pass)} color: blue`), pass);
    assert.equal(readEvent('%c[Extension Host] %cready'), undefined);
  });

  it('counts as whole only with an end, a test that ran, and an exit code that agrees', () => {
    assert.equal(whyNotWhole(run([pass, end(0)], { exitCode: 0 })), undefined);
    assert.equal(whyNotWhole(run([pass, fail, end(1)], { exitCode: 1 })), undefined);
    const broken = [
      run([pass], { exitCode: 0 }),
      run([end(0)], { exitCode: 0 }),
      run([{ kind: 'skip', path: ['a'] }, end(0)], { exitCode: 0 }),
      run([pass, fail, end(2)], { exitCode: 1 }),
      run([pass, fail, end(1)], { exitCode: 0 }),
      run([pass, end(0)], { exitCode: 1 }),
      run([pass, end(0)], { problem: 'the page crashed' }),
    ];
    for (const one of broken) assert.equal(typeof whyNotWhole(one), 'string', JSON.stringify(one));
  });
});
