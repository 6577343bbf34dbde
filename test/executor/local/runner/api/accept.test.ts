import assert from 'node:assert/strict';
import { acceptJob } from '../../../../../executor/src/local/runner/api/accept.js';
import { job } from '../support/jobs.js';

describe('local Runner: jobs it takes', () => {
  it('takes a job as it is', () => {
    const one = job(['true']);
    assert.deepEqual(acceptJob(one), { job: one });
  });

  it('lets step-runner run `run:` steps', () => {
    const accepted = acceptJob({ ...job([]), run: '[{"name":"a","script":"echo <x>"}]' });
    assert.ok('job' in accepted);
    assert.deepEqual(accepted.job.steps?.[0]?.script, ['step-runner ci']);
    const steps = accepted.job.variables?.find(({ key }) => key === 'STEPS');
    assert.deepEqual(steps, {
      key: 'STEPS',
      value: '[{"name":"a","script":"echo \\u003cx\\u003e"}]',
      raw: true,
    });
  });

  it('refuses `run:` beside a script', () => {
    const problem = 'the `run` and `script` keywords cannot be used together';
    assert.deepEqual(acceptJob({ ...job(['true']), run: '[{"name":"a"}]' }), { problem });
  });

  it('names options of an image that it does not know', () => {
    const image = { name: 'a', executor_opts: { docker: { user: 'u', shm: 1 }, podman: {} } };
    assert.deepEqual(acceptJob(job(['true'], { image })), {
      problem:
        'Unsupported "image" options [podman] for "executor_opts"; supported options are [docker kubernetes]\n' +
        'Unsupported "image" options [shm] for "docker executor"; supported options are [platform user]',
    });
  });
});
