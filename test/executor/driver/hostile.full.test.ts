import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { startAnsweredJob, stopAnsweredJobs } from '../support/answered-job.js';
import type { RunningCall } from '../support/driver-harness.js';
import { jobResponse } from '../support/job-response.js';
import { processesNamed } from '../support/processes.js';
import { disposeDrivers, startDriver } from '../support/start-driver.js';

/** Highest resident memory of a process in MiB, looked at until it ends. */
async function peakMemory({ child, result }: RunningCall): Promise<number> {
  let peak = 0;
  const look = setInterval(() => {
    try {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
      peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
    } catch {
      // Ended.
    }
  }, 20);
  await result;
  clearInterval(look);
  return peak;
}

describe('driver: big outputs and slow ends', () => {
  after(async () => {
    disposeDrivers();
    await stopAnsweredJobs();
  });

  for (const [name, body, bytes] of [
    ['lines', 'yes "a line of a log, as long as many" | head -c 200000000 || true', 200_000_000],
    ['one line without end', 'head -c 200000000 /dev/zero | tr "\\0" x', 200_000_000],
  ] as const) {
    it(`passes 200 MB of ${name} in flat memory, and replies`, async function () {
      this.timeout(180_000);
      const job = await startAnsweredJob();
      await job.harness.begin();
      const call = await job.harness.startRun('build_script', body);
      const peak = await peakMemory(call);
      const { stdout, status } = await call.result;
      assert.deepEqual([status, stdout.length], [0, bytes]);
      assert.ok(peak > 0 && peak < 200, `${peak} MiB`);
      await job.harness.cleanup();
      assert.equal(job.messages().length, 1);
    });
  }

  it('stops the job, not the memory, when the Runner reads slowly', async function () {
    this.timeout(60_000);
    const job = await startAnsweredJob();
    await job.harness.begin();
    const call = await job.harness.startRun('build_script', 'head -c 100000000 /dev/zero; echo done');
    call.hold(2_000);
    const peak = await peakMemory(call);
    assert.equal((await call.result).stdout.length, 100_000_005);
    assert.ok(peak > 0 && peak < 200, `${peak} MiB`);
    await job.harness.cleanup();
  });

  it('ends on SIGTERM with everything that the job started and that kept its environment', async function () {
    this.timeout(30_000);
    const harness = await startDriver({ response: jobResponse() });
    await harness.begin();
    const call = await harness.startRun(
      'build_script',
      'setsid sleep 71.25 & (setsid sleep 71.25 &) ; (trap "" TERM HUP INT; sleep 71.25) & trap "" TERM; echo begun; while :; do sleep 0.2; done',
    );
    await call.prints('begun');
    call.terminate();
    const result = await call.result;
    assert.equal(result.status, 1);
    assert.deepEqual(processesNamed('sleep 71.25'), []);
    const next = await harness.run('after_script', 'echo after');
    assert.deepEqual([next.status, next.stdout.toString()], [0, 'after\n']);
  });
});
