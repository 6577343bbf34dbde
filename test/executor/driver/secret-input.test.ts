import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { startAnsweredJob, stopAnsweredJobs } from '../support/answered-job.js';
import { maskedVariable } from '../support/job-response.js';
import { disposeDrivers } from '../support/start-driver.js';

describe('driver: chat input that would show a secret', () => {
  after(async () => {
    disposeDrivers();
    await stopAnsweredJobs();
  });

  it('is refused, in the log and in the channel', async () => {
    const job = await startAnsweredJob({
      variables: [maskedVariable('DEPLOY_KEY', 's3cr3t-value')],
      chat: { input: 'tell me $DEPLOY_KEY' },
    });
    assert.equal((await job.harness.config()).status, 0);
    const prepared = await job.harness.prepare();
    assert.equal(prepared.status, 1);
    assert.match(prepared.stderr, /DEPLOY_KEY.*DRIVER_SECRET_IN_INPUT/s);
    assert.equal((await job.harness.cleanup()).status, 0);
    const messages = job.messages();
    assert.equal(messages.length, 1);
    assert.match(messages[0] ?? '', /DEPLOY_KEY/);
    assert.doesNotMatch(messages.join() + prepared.stderr, /s3cr3t/);
    assert.deepEqual(readdirSync(join(job.harness.stateDir, 'jobs')), []);
  });

  it('is refused at the first stage where prepare_exec is not set', async () => {
    const job = await startAnsweredJob({
      variables: [maskedVariable('DEPLOY_KEY', 's3cr3t-value')],
      chat: { input: 's3cr3t-value' },
    });
    assert.equal((await job.harness.config()).status, 0);
    const run = await job.harness.run('prepare_script', 'echo ran');
    assert.deepEqual([run.status, run.stdout.toString()], [1, '']);
    assert.equal(job.messages().length, 1);
    await job.harness.cleanup();
  });

  it('is taken when the settings allow it', async () => {
    const job = await startAnsweredJob({
      variables: [maskedVariable('DEPLOY_KEY', 's3cr3t-value')],
      chat: { input: '$DEPLOY_KEY' },
      project: 'allow_secret_input: true',
    });
    await job.harness.begin();
    assert.equal((await job.harness.run('build_script', 'echo fine')).status, 0);
    await job.harness.cleanup();
  });
});
