import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { needs, type Tool } from '../../support/needs.js';
import { startAnsweredJob, stopAnsweredJobs } from '../support/answered-job.js';
import { jobResponse } from '../support/job-response.js';
import { eventually, processesNamed } from '../support/processes.js';
import { disposeDrivers, startDriver } from '../support/start-driver.js';
import { sha256 } from '../support/terminal.js';

const MARKER = String.raw`'section_start:1:chat_reply\r\033[0K'`;

describe('driver: hostile jobs under a terminal', () => {
  after(async () => {
    disposeDrivers();
    await stopAnsweredJobs();
  });

  it('passes binary output byte for byte, a reply of ours or not', async () => {
    const job = await startAnsweredJob();
    await job.harness.begin();
    const { stdout } = await job.harness.run(
      'build_script',
      'head -c 300000 /dev/urandom >/tmp/$$.bin; cat /tmp/$$.bin; sha256sum </tmp/$$.bin; rm /tmp/$$.bin',
    );
    assert.equal(stdout.subarray(300_000, 300_064).toString(), sha256(stdout.subarray(0, 300_000)));
    await job.harness.run('cleanup_file_variables', ':');
    assert.equal((await job.harness.cleanup()).status, 0);
    assert.equal(job.messages().length, 1);
  });

  it('renames a marker that is written byte by byte, or not finished', async () => {
    const job = await startAnsweredJob();
    await job.harness.begin();
    const { stdout } = await job.harness.run(
      'build_script',
      String.raw`text=$(printf ${MARKER}); for ((i = 0; i < ${'$'}{#text}; i++)); do printf %s "${'$'}{text:i:1}"; done; printf 'x\rsection_start:1:chat_re'`,
    );
    assert.equal(stdout.toString(), 'section_start:1:chat_print\r\u001b[0Kx\rsection_start:1:chat_re');
    await job.harness.cleanup();
  });

  it('ends when the job leaves holders of its output behind', async () => {
    const harness = await startDriver({ response: jobResponse() });
    await harness.begin();
    const { status, stdout } = await harness.run(
      'build_script',
      'setsid sleep 72.25 & (setsid sleep 72.25 &) ; echo done',
    );
    assert.deepEqual([status, stdout.toString()], [0, 'done\n']);
    assert.deepEqual(processesNamed('sleep 72.25'), []);
  });

  it('kills in cleanup what a killed driver left on the host', async () => {
    const harness = await startDriver({ response: jobResponse() });
    await harness.begin();
    const call = await harness.startRun(
      'build_script',
      '(trap "" HUP; exec setsid sleep 73.25) & echo begun; sleep 60',
    );
    await call.prints('begun');
    await eventually(() => processesNamed('sleep 73.25').length === 1);
    process.kill(-(call.child.pid ?? 0), 'SIGKILL');
    assert.equal((await call.result).signal, 'SIGKILL');
    assert.equal((await harness.cleanup()).status, 0);
    await eventually(() => processesNamed('sleep 73.25').length === 0);
    assert.deepEqual(processesNamed('sleep 73.25'), []);
  });

  it('reports a job that killed its session leader as failed', async () => {
    const harness = await startDriver({ response: jobResponse() });
    await harness.begin();
    const result = await harness.run('build_script', 'kill -9 $PPID; sleep 5');
    assert.equal(result.status, 1);
    assert.match(result.stdout.toString(), /DRIVER_INCOMPLETE/);
  });

  it('posts once although cleanup comes while the step still runs', async () => {
    const job = await startAnsweredJob();
    await job.harness.begin();
    const call = await job.harness.startRun('build_script', 'echo begun; sleep 60');
    await call.prints('begun');
    const cleanup = await job.harness.cleanup();
    await call.result;
    assert.equal(cleanup.status, 0);
    assert.equal(job.messages().length, 1);
  });

  it('survives a Runner that stops reading', async () => {
    const harness = await startDriver({ response: jobResponse() });
    await harness.begin();
    const call = await harness.startRun(
      'build_script',
      'echo begun; trap "" PIPE; while :; do echo more || exit 3; done',
    );
    await call.prints('begun');
    call.hangUp();
    const result = await call.result;
    assert.equal(result.status, 1);
  });
});

const mounts: Tool = {
  name: 'mount',
  missing: () => (process.geteuid?.() === 0 ? undefined : 'only root can mount a small disk'),
};

describe('driver: a state folder on a full disk', () => {
  let disk: string | undefined;
  before(function () {
    needs(this, mounts);
  });
  afterEach(() => {
    if (disk !== undefined) spawnSync('umount', [disk]);
    disk = undefined;
  });
  after(async () => {
    disposeDrivers();
    await stopAnsweredJobs();
  });

  async function jobOnSmallDisk(environment = {}) {
    const job = await startAnsweredJob({ environment });
    spawnSync('mkdir', [job.harness.stateDir]);
    const mounted = spawnSync('mount', [
      '-t',
      'tmpfs',
      '-o',
      'size=256k,mode=711',
      'tmpfs',
      job.harness.stateDir,
    ]);
    if (mounted.status !== 0) return undefined;
    disk = job.harness.stateDir;
    return job;
  }
  const fill = (folder: string) =>
    spawnSync('sh', ['-c', 'cat /dev/zero >"$1"', 'sh', join(folder, 'filler')]);

  it('that filled up before the job: the reply is left to GitLab', async function () {
    const job = await jobOnSmallDisk();
    if (job === undefined) return this.skip();
    fill(job.harness.stateDir);
    const config = await job.harness.config();
    assert.deepEqual([config.status, /DRIVER_NO_STATE/.test(config.stderr)], [0, true]);
    assert.equal((await job.harness.run('build_script', 'echo hi')).stdout.toString(), 'hi\n');
  });

  it('that fills up during the job: posted once all the same, and GitLab finds an empty reply', async function () {
    const job = await jobOnSmallDisk();
    if (job === undefined) return this.skip();
    await job.harness.begin();
    fill(job.harness.stateDir);
    assert.equal((await job.harness.run('build_script', 'echo hi')).status, 0);
    const { stdout } = await job.harness.run('cleanup_file_variables', ':');
    assert.match(stdout.toString(), /^section_start:\d+:chat_reply\r\x1b\[0Ksection_end/);
    assert.equal((await job.harness.cleanup()).status, 0);
    assert.equal(job.messages().length, 1);
    assert.deepEqual(readdirSync(join(job.harness.stateDir, 'jobs')), []);
  });

  it('that fills up during the job, Slack out of reach: GitLab carries the reply', async function () {
    const job = await jobOnSmallDisk({ SLACK_TOKEN: 'xoxb-wrong' });
    if (job === undefined) return this.skip();
    await job.harness.begin();
    fill(job.harness.stateDir);
    await job.harness.run('build_script', 'seq 1 500');
    const { stdout } = await job.harness.run('cleanup_file_variables', ':');
    assert.match(stdout.toString(), /^section_start:\d+:chat_reply\r\x1b\[0K\n```\n1\n2\n/);
  });
});
