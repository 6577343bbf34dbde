import assert from 'node:assert/strict';
import {
  DELIVERY_BUDGET_MS,
  nextStep,
  replyWindow,
  type SlackFailure,
} from '@gitlab-chatops/executor/delivery';
import fc from 'fast-check';

const problem = { code: 'SLACK_X', message: 'x' };

describe('delivery: what to do after a failed call', () => {
  const failures: fc.Arbitrary<SlackFailure> = fc
    .record({
      kind: fc.constantFrom('unsent', 'refused', 'payload', 'ambiguous', 'rate_limited'),
      retryAfter: fc.nat(100),
    })
    .map((parts) => ({ ...parts, problem }));
  const situations = fc.record({
    attempt: fc.integer({ min: 1, max: 50 }),
    elapsedMs: fc.nat(40_000),
    simplified: fc.boolean(),
    idempotent: fc.boolean(),
  });

  it('never sends again what may stand in the channel, and keeps to the budget', () => {
    fc.assert(
      fc.property(failures, situations, (failure, situation) => {
        const step = nextStep(failure, situation);
        if (failure.kind === 'ambiguous' && !situation.idempotent)
          assert.deepEqual(step, { kind: 'give_up', as: 'ambiguous' });
        if (step.kind === 'give_up')
          assert.equal(step.as, failure.kind === 'ambiguous' ? 'ambiguous' : 'failed');
        if (step.kind === 'retry') {
          assert.ok(situation.elapsedMs + step.afterMs < DELIVERY_BUDGET_MS);
          if (failure.kind === 'rate_limited') assert.ok(step.afterMs >= (failure.retryAfter ?? 0) * 1000);
        }
        if (step.kind === 'simplify') assert.ok(failure.kind === 'payload' && !situation.simplified);
        if (failure.kind === 'refused') assert.equal(step.kind, 'give_up');
      }),
      { numRuns: 2000 },
    );
  });
});

describe('delivery: GitLab’s half hour', () => {
  const minute = 60_000;
  const cases: readonly (readonly [created: number | undefined, now: number, remainingMs: number])[] = [
    [0, 0, 30 * minute],
    [0, 29 * minute, minute],
    [0, 30 * minute, 0],
    [0, 31 * minute, 0],
    [undefined, 5, 0],
    // The server's clock is ahead of ours.
    [10 * minute, 0, 30 * minute],
  ];
  for (const [created, now, remainingMs] of cases)
    it(`from ${created} at ${now}: ${remainingMs} ms`, () =>
      assert.deepEqual(replyWindow(created, now), { open: remainingMs > 0, remainingMs }));
});
