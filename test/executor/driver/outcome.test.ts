import assert from 'node:assert/strict';
import { readFacts } from '@gitlab-chatops/executor/job';
import { afterStep, type Before, endedOutcome } from '../../../executor/src/driver/outcome.js';
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

type Rest = Parameters<typeof afterStep> extends [Before, ...infer Tail] ? Tail : never;
const after = (progress: Before['progress'], ...rest: Rest) =>
  afterStep({ progress, isLost: false }, ...rest);

describe('the outcome of a job', () => {
  it('is that of the first main step that failed', () => {
    const one = after(undefined, 'build_script', fine, facts, {}, moment);
    assert.deepEqual([one.outcome, one.mainStepsRun], ['success', 1]);
    const two = after(one, 'step_release', broken, facts, {}, moment);
    assert.deepEqual([two.outcome, two.exitStatus, two.mainStepsRun], ['failed', 42, 2]);
    const last = after(two, 'after_script', { status: 7, terminated: false }, facts, {}, moment);
    assert.deepEqual([last.outcome, last.exitStatus, last.mainStepsRun], ['failed', 42, 2]);
  });

  it('does not hang on after_script, unless the job says so', () => {
    const before = after(undefined, 'build_script', fine, facts, {}, moment);
    assert.equal(after(before, 'after_script', broken, facts, {}, moment).outcome, 'success');
    assert.equal(after(before, 'after_script', ended, facts, {}, moment).outcome, 'success');
    const counted = after(before, 'after_script', broken, strict, {}, moment);
    assert.deepEqual([counted.outcome, counted.exitStatus], ['failed', 42]);
  });

  it('is what the Runner says of a step that it ended, else what the clock says', () => {
    const told = (status: string) => ({ CUSTOM_ENV_CI_JOB_STATUS: status });
    const step = after(undefined, 'build_script', ended, facts, told('running'), moment);
    assert.deepEqual([step.outcome, step.terminated], ['canceled', true]);
    assert.equal(after(step, 'after_script', fine, facts, told('timedout'), moment).outcome, 'timeout');
    assert.equal(endedOutcome(facts, told('canceled'), { startedAt: 0, now: 3_600_000 }), 'canceled');
    assert.equal(endedOutcome(facts, told('running'), { startedAt: 0, now: 3_599_000 }), 'timeout');
    assert.equal(endedOutcome(facts, {}, moment), 'canceled');
  });

  it('is no success when a main step never told how it ended', () => {
    const told = (status: string) => ({ CUSTOM_ENV_CI_JOB_STATUS: status });
    const first = after(undefined, 'build_script', fine, facts, {}, moment);
    const outcomes = [undefined, first].flatMap((progress) =>
      ['failed', 'success', 'canceled', 'timedout'].map(
        (status) =>
          afterStep({ progress, isLost: true }, 'after_script', fine, facts, told(status), moment).outcome,
      ),
    );
    const one = ['failed', 'failed', 'canceled', 'timeout'];
    assert.deepEqual(outcomes, [...one, ...one]);
  });

  it('is what the Runner says when nothing of the main steps could be kept', () => {
    const outcome = (status: string) =>
      after(undefined, 'after_script', fine, facts, { CUSTOM_ENV_CI_JOB_STATUS: status }, moment).outcome;
    assert.deepEqual(['success', 'failed'].map(outcome), ['success', 'failed']);
  });
});
