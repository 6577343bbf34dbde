import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import {
  type Clock,
  type JobOutcome,
  pollJobs,
  systemClock,
  type WireJob,
} from '@gitlab-chatops/executor/local/runner';
import { type Decide, RecordingJobApi } from '../support/job-api.js';
import { afterScript, job, settings } from '../support/jobs.js';

const HURRY = 20;
/** Waits pass faster, so that the Runner's three seconds between two patches are short. */
const clock: Clock = {
  now: () => systemClock.now(),
  timer: (ms, then) => systemClock.timer(ms / HURRY, then),
};

interface Run {
  readonly api: RecordingJobApi;
  readonly outcomes: readonly JobOutcome[];
  readonly problems: readonly unknown[];
}

describe('local Runner: job API', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'poll-'));
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  /** Runs the Runner until that many jobs have ended, or `until` says so. */
  async function poll(jobs: readonly WireJob[], decide?: Decide, stopWhen?: RegExp): Promise<Run> {
    const api = new RecordingJobApi((seen, self) => {
      if (stopWhen !== undefined && seen.call === 'patch' && stopWhen.test(seen.text))
        stop.abort('terminated');
      return decide?.(seen, self);
    });
    api.jobs.push(...jobs);
    const url = await api.listen();
    const stop = new AbortController();
    const outcomes: JobOutcome[] = [];
    const problems: unknown[] = [];
    try {
      await pollJobs({
        settings: settings({ url, builds_dir: join(dir, 'builds'), cache_dir: join(dir, 'cache') }),
        token: 'glrt-abcdefghijk',
        concurrent: 2,
        signal: stop.signal,
        clock,
        env: { PATH: process.env.PATH, HOME: dir, TMPDIR: dir },
        cwd: dir,
        onProblem: (error) => {
          problems.push(error);
          stop.abort();
        },
        onOutcome: (_, outcome) => {
          outcomes.push(outcome);
          if (outcomes.length === jobs.length) stop.abort();
        },
      });
    } finally {
      await api.close();
    }
    return { api, outcomes, problems };
  }

  it('takes a job, says that it runs, sends its log and its end with the sum of the log', async () => {
    const { api, outcomes } = await poll([job(['echo "Hello World"'])]);
    assert.deepEqual(outcomes, [{ state: 'success' }]);
    assert.deepEqual(api.states(), ['running', 'success']);
    const log = api.log(42);
    assert.match(log.toString(), /^\x1b\[0KRunning with gitlab-runner 19\.4\.0 \(d79f3e7b\)/);
    assert.match(log.toString(), /\nHello World\n/);
    const checksum = `crc32:${crc32(log).toString(16).padStart(8, '0')}`;
    assert.deepEqual(api.lastUpdate(), {
      token: 'jobtoken-64',
      state: 'success',
      checksum,
      output: { checksum, bytesize: log.length },
    });
  });

  it('names itself, its features and the token in head and body', async () => {
    const { api } = await poll([job(['true'])]);
    const [request] = api.seen;
    assert.equal(request?.headers['runner-token'], 'glrt-abcdefghijk');
    assert.match(String(request?.headers['user-agent']), /^gitlab-runner 19\.4\.0 /);
    assert.match(String(request?.headers['x-request-id']), /^[0-9a-f]{32}$/);
    const { token, system_id, info } = request?.json ?? {};
    assert.deepEqual({ token, system_id }, { token: 'glrt-abcdefghijk', system_id: 's_0123456789ab' });
    assert.equal(JSON.parse(JSON.stringify(info)).features.cancel_gracefully, true);
    const patch = api.seen.find(({ call }) => call === 'patch');
    assert.equal(patch?.headers['job-token'], 'jobtoken-64');
    assert.match(patch?.url ?? '', /\/api\/v4\/jobs\/42\/trace\?debug_trace=false$/);
    assert.match(String(patch?.headers['content-range']), /^0-\d+$/);
  });

  it('cancels gracefully: after_script runs, the job has failed as cancelled', async () => {
    const { api } = await poll(
      [
        job(['echo started; sleep 60'], {
          steps: [...steps('echo started; sleep 60'), afterScript('echo "after $CI_JOB_STATUS"')],
        }),
      ],
      ({ call, text }) =>
        call === 'patch' && /started\n/.test(text) ? { headers: { 'job-status': 'canceling' } } : undefined,
    );
    assert.match(
      api.log(42).toString(),
      /script canceled externally[\s\S]*after canceled\n[\s\S]*ERROR: Job failed: canceled/,
    );
    const { state, failure_reason } = api.lastUpdate();
    assert.deepEqual({ state, failure_reason }, { state: 'failed', failure_reason: 'job_canceled' });
  });

  it('aborts when GitLab forbids to go on, and still reports the end', async () => {
    const { api, outcomes } = await poll(
      [job(['x'], { steps: [...steps('echo started; sleep 60'), afterScript('echo never')] })],
      ({ call, text }) => (call === 'patch' && /started\n/.test(text) ? { status: 403 } : undefined),
    );
    assert.deepEqual(outcomes, [{ state: 'failed', failureReason: 'job_canceled' }]);
    assert.deepEqual(api.states(), ['running', 'failed']);
  });

  it('goes on where GitLab stands when a piece of the log was lost', async () => {
    let lost = false;
    const { api } = await poll([job(['echo one'])], ({ call }, self) => {
      if (call === 'patch' && !lost) {
        lost = true;
        self.setLog(42, Buffer.alloc(0));
        return { status: 416, headers: { range: '0-0' } };
      }
      return undefined;
    });
    const { output } = api.lastUpdate();
    assert.deepEqual(output, {
      checksum: `crc32:${crc32(api.log(42)).toString(16).padStart(8, '0')}`,
      bytesize: api.log(42).length,
    });
  });

  it('sends the whole log again when GitLab finds another sum, and asks again while GitLab is not done', async () => {
    const answers = [412, 202];
    const { api } = await poll([job(['echo one'])], ({ call, json }, self) => {
      if (call !== 'put' || json.state === 'running') return undefined;
      const status = answers.shift();
      if (status === 412) self.setLog(42, Buffer.alloc(0));
      return status === undefined ? undefined : { status };
    });
    assert.deepEqual(api.states(), ['running', 'success', 'success', 'success']);
    assert.match(api.log(42).toString(), /^\x1b\[0KRunning with[\s\S]*Job succeeded/);
  });

  it('tries a status that may pass again, and ignores a job that is no JSON', async () => {
    const answers = [503, 500, 201];
    const { outcomes } = await poll([job(['true'])], ({ call }) => {
      const status = call === 'request' ? answers.shift() : undefined;
      return status === undefined
        ? undefined
        : { status, headers: { 'content-type': 'text/plain' }, body: '{}' };
    });
    assert.deepEqual(outcomes, [{ state: 'success' }]);
  });

  it('drops a job that GitLab takes back, and fails one that was cancelled before it began', async () => {
    const { api } = await poll(
      [job(['true'], { id: 1 }), job(['true'], { id: 2 }), job(['true'], { id: 3 })],
      ({ call, url, json }, self) => {
        if (call === 'request' && self.seen.filter((one) => one.call === 'put').length >= 4) return undefined;
        if (call !== 'put' || json.state !== 'running') return undefined;
        if (url.endsWith('/1')) return { status: 403 };
        return url.endsWith('/2') ? { status: 200, headers: { 'job-status': 'canceling' } } : undefined;
      },
      /Job succeeded/,
    );
    assert.equal(api.log(1).length, 0);
    const second = api.seen.filter(({ call, url }) => call === 'put' && url.endsWith('/2')).at(-1)?.json;
    assert.deepEqual([second?.state, second?.failure_reason], ['failed', 'job_canceled']);
  });

  it('interrupts its jobs when it is told to stop', async () => {
    const { api, outcomes } = await poll([job(['echo started; sleep 60'])], undefined, /started\n/);
    assert.deepEqual(outcomes, [{ state: 'failed', failureReason: 'runner_interrupted' }]);
    assert.match(api.log(42).toString(), /ERROR: Job failed: aborted: terminated/);
  });

  it('gives jobs that run at a time numbers of their own', async () => {
    const script = ['echo "n$CI_CONCURRENT_ID p$CI_CONCURRENT_PROJECT_ID"', 'sleep 0.3'];
    const { api } = await poll([job(script, { id: 1 }), job(script, { id: 2 })]);
    const shown = [1, 2].map((id) => /^n\d p\d$/m.exec(api.log(id).toString())?.[0]);
    assert.deepEqual(shown.sort(), ['n0 p0', 'n1 p1']);
  });

  it('gives the correlation id of the request to git', async () => {
    const { api } = await poll([job(['true'], { variables: [{ key: 'GIT_STRATEGY', value: 'fetch' }] })]);
    assert.match(api.log(42).toString(), /Gitaly correlation ID: CORR7/);
  });
});

function steps(line: string): NonNullable<WireJob['steps']> {
  return [{ name: 'script', script: [line] }];
}
