import assert from 'node:assert/strict';
import { readFacts } from '@gitlab-chatops/executor/job';
import { afterStep, endedOutcome } from '../../../executor/src/driver/outcome.js';
import { jobResponse, publicVariable } from '../support/job-response.js';

const facts = readFacts(jobResponse({ afterScript: ['true'] }), {});
const strict = readFacts(
  jobResponse({ afterScript: ['true'], variables: [publicVariable('AFTER_SCRIPT_IGNORE_ERRORS', 'false')] }),
  {},
);
const moment = { startedAt: 0, now: 60_000 };
const fine = { status: 0, terminated: false };
const broken = { status: 42, terminated: false };
const ended = { status: 1, terminated: true };

describe('the outcome of a job', () => {
  it('is that of the first main step that failed', () => {
    const one = afterStep(undefined, 'build_script', fine, facts, {}, moment);
    assert.deepEqual([one.outcome, one.mainStepsRun], ['success', 1]);
    const two = afterStep(one, 'step_release', broken, facts, {}, moment);
    assert.deepEqual([two.outcome, two.exitStatus, two.mainStepsRun], ['failed', 42, 2]);
    const after = afterStep(two, 'after_script', { status: 7, terminated: false }, facts, {}, moment);
    assert.deepEqual([after.outcome, after.exitStatus, after.mainStepsRun], ['failed', 42, 2]);
  });

  it('does not hang on after_script, unless the job says so', () => {
    const before = afterStep(undefined, 'build_script', fine, facts, {}, moment);
    assert.equal(afterStep(before, 'after_script', broken, facts, {}, moment).outcome, 'success');
    assert.equal(afterStep(before, 'after_script', ended, facts, {}, moment).outcome, 'success');
    const counted = afterStep(before, 'after_script', broken, strict, {}, moment);
    assert.deepEqual([counted.outcome, counted.exitStatus], ['failed', 42]);
  });

  it('is what the Runner says of a step that it ended, else what the clock says', () => {
    const told = (status: string) => ({ CUSTOM_ENV_CI_JOB_STATUS: status });
    const step = afterStep(undefined, 'build_script', ended, facts, told('running'), moment);
    assert.deepEqual([step.outcome, step.terminated], ['canceled', true]);
    assert.equal(afterStep(step, 'after_script', fine, facts, told('timedout'), moment).outcome, 'timeout');
    assert.equal(endedOutcome(facts, told('canceled'), { startedAt: 0, now: 3_600_000 }), 'canceled');
    assert.equal(endedOutcome(facts, told('running'), { startedAt: 0, now: 3_599_000 }), 'timeout');
    assert.equal(endedOutcome(facts, {}, moment), 'canceled');
  });
});
