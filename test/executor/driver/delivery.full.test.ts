import assert from 'node:assert/strict';
import type { Fault } from '@gitlab-chatops/executor/local/slack';
import { startAnsweredJob, stopAnsweredJobs } from '../support/answered-job.js';
import { jobResponse } from '../support/job-response.js';
import { disposeDrivers, startDriver } from '../support/start-driver.js';
import { sha256 } from '../support/terminal.js';

const EMPTY = /^section_start:\d+:chat_reply\r\x1b\[0Ksection_end:\d+:chat_reply\r\x1b\[0K$/;
const CARRIED = /^section_start:\d+:chat_reply\r\x1b\[0K\nour words\nsection_end/;

interface Case {
  readonly fault: Fault;
  /** How often in a row. */
  readonly times?: number;
  /** Messages in the channel when all is over. */
  readonly posted: number;
  /** GitLab is left to carry the reply. */
  readonly carried: boolean;
}

const cases: readonly Case[] = [
  { fault: { kind: 'status', status: 500 }, posted: 0, carried: false },
  { fault: { kind: 'status', status: 500, commit: true }, posted: 1, carried: false },
  { fault: { kind: 'html' }, posted: 0, carried: false },
  { fault: { kind: 'html', commit: true }, posted: 1, carried: false },
  { fault: { kind: 'reset', commit: true }, posted: 1, carried: false },
  { fault: { kind: 'hang' }, posted: 0, carried: false },
  { fault: { kind: 'hang', commit: true }, posted: 1, carried: false },
  { fault: { kind: 'delay', ms: 5_000 }, posted: 1, carried: false },
  { fault: { kind: 'rate_limited' }, posted: 1, carried: false },
  { fault: { kind: 'rate_limited' }, times: 50, posted: 0, carried: true },
  { fault: { kind: 'rate_limited', retryAfterSeconds: 2 }, posted: 1, carried: false },
  { fault: { kind: 'rate_limited', retryAfterSeconds: 60 }, posted: 0, carried: true },
  { fault: { kind: 'error', error: 'service_unavailable' }, times: 50, posted: 0, carried: true },
  { fault: { kind: 'error', error: 'not_in_channel' }, posted: 0, carried: true },
];

describe('driver: whatever Slack does, the job ends in time and its reply is there once at most', () => {
  after(async () => {
    disposeDrivers();
    await stopAnsweredJobs();
  });

  for (const { fault, times = 1, posted, carried } of cases) {
    it(`${JSON.stringify(fault)} × ${times}: ${posted} posted${carried ? ', GitLab carries it' : ''}`, async function () {
      // The budget of a delivery is 15 s (design D7); the rest is for a slow machine.
      this.timeout(25_000);
      const job = await startAnsweredJob();
      job.slack.faults.next('chat.postMessage', ...Array.from({ length: times }, () => fault));
      await job.harness.begin();
      const step = await job.harness.run('build_script', 'echo our words');
      assert.equal(step.status, 0);
      assert.match(step.stdout.toString(), /^our words\n/);
      const section = await job.harness.run('cleanup_file_variables', ':');
      assert.match(section.stdout.toString(), carried ? CARRIED : EMPTY);
      assert.equal((await job.harness.cleanup()).status, 0);
      assert.equal(job.messages().length, posted);
    });
  }
});

describe('driver: many times', () => {
  after(disposeDrivers);

  it('loses no byte of "seq 1 200000" in 100 calls', async function () {
    this.timeout(300_000);
    const expected = sha256(Array.from({ length: 200_000 }, (_, index) => `${index + 1}\n`).join(''));
    const harness = await startDriver({ response: jobResponse() });
    await harness.begin();
    for (let call = 1; call <= 100; call++) {
      const { status, stdout } = await harness.run('build_script', 'seq 1 200000');
      assert.deepEqual({ call, status, sum: sha256(stdout) }, { call, status: 0, sum: expected });
    }
  });
});
