import assert from 'node:assert/strict';
import type { Clock } from '../../../../../executor/src/local/runner/job/clock.js';
import { Scope } from '../../../../../executor/src/local/runner/job/scope.js';

/** Time that passes when told to. */
function handClock(): Clock & { pass(ms: number): void; readonly waiting: number } {
  let now = 0;
  const timers = new Map<() => void, number>();
  return {
    now: () => now,
    timer: (ms, then) => {
      timers.set(then, now + ms);
      return () => timers.delete(then);
    },
    get waiting() {
      return timers.size;
    },
    pass: (ms) => {
      now += ms;
      for (const [then, at] of [...timers]) if (at <= now && timers.delete(then)) then();
    },
  };
}

describe('local Runner: scopes', () => {
  it('end with their parent, for its reason', () => {
    const parent = new Scope(handClock());
    const child = new Scope(handClock(), { parent });
    const ends: string[] = [];
    child.onEnd(() => ends.push('child'));
    parent.cancel();
    assert.deepEqual([child.error?.kind, ends], ['canceled', ['child']]);
    assert.equal(new Scope(handClock(), { parent }).error, parent.error);
  });

  it('end by time with the cause they were given', () => {
    const clock = handClock();
    const cause = new Error('mine');
    const scope = new Scope(clock, { timeoutMs: 10, cause });
    clock.pass(10);
    assert.deepEqual(
      [scope.timedOut(), scope.cause, scope.error?.message],
      [true, cause, 'context deadline exceeded'],
    );
    scope.cancel();
    assert.equal(scope.timedOut(), true);
  });

  it('have no time of their own past their parent’s', () => {
    const clock = handClock();
    const parent = new Scope(clock, { timeoutMs: 5 });
    const child = new Scope(clock, { parent, timeoutMs: 10, cause: new Error('never') });
    assert.equal(child.deadline, 5);
    clock.pass(5);
    assert.equal(child.cause, parent.error);
  });

  it('leave no timer and no listener behind', () => {
    const clock = handClock();
    const parent = new Scope(clock, { timeoutMs: 1000 });
    for (let times = 0; times < 10; times += 1) new Scope(clock, { parent, timeoutMs: 10 }).cancel();
    assert.equal(clock.waiting, 1);
    parent.cancel();
    assert.equal(clock.waiting, 0);
    let told = 0;
    parent.onEnd(() => {
      told += 1;
    });
    assert.equal(told, 1);
  });
});
