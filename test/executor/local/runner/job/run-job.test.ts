import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type Clock,
  type DriverSettings,
  type JobOutcome,
  LocalTrace,
  type RunnerSettings,
  runJob,
  systemClock,
  type WireJob,
} from '@gitlab-chatops/executor/local/runner';
import { afterScript, job, settings } from '../support/jobs.js';
import { recordedCalls, recordingDriver } from '../support/recording.js';

const RETRIES: ReadonlySet<number> = new Set([3000, 5000]);
/** Real time, but pauses before another try are short. */
const clock: Clock = {
  now: () => systemClock.now(),
  timer: (ms, then) => systemClock.timer(RETRIES.has(ms) ? 5 : ms, then),
};

interface Ran {
  readonly outcome: JobOutcome;
  readonly log: string;
  readonly stages: readonly string[];
}

describe('local Runner: jobs', () => {
  let dir: string;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'run-job-'));
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  async function custom(
    one: WireJob,
    more: {
      readonly does?: Readonly<Record<string, string>>;
      readonly settings?: Partial<RunnerSettings>;
      readonly driver?: Partial<DriverSettings>;
      readonly when?: (log: string, trace: LocalTrace) => void;
      readonly signal?: AbortSignal;
    } = {},
  ): Promise<Ran> {
    const driver = await recordingDriver(dir, more.does);
    const chunks: Buffer[] = [];
    const log = (): string => Buffer.concat(chunks).toString('utf8');
    const trace: LocalTrace = new LocalTrace((bytes) => {
      chunks.push(Buffer.from(bytes));
      more.when?.(log(), trace);
    });
    const outcome = await runJob({
      settings: settings({
        executor: 'custom',
        builds_dir: join(dir, 'builds'),
        cache_dir: join(dir, 'cache'),
        ...more.settings,
      }),
      job: one,
      driver: { ...driver.settings, ...more.driver },
      trace,
      clock,
      env: { PATH: process.env.PATH, HOME: dir, TMPDIR: dir, RECORDING: driver.dir },
      ...(more.signal === undefined ? {} : { signal: more.signal }),
    });
    assert.deepEqual(trace.outcome, outcome);
    return { outcome, log: log(), stages: (await recordedCalls(driver.dir)).map(({ stage }) => stage) };
  }

  it('leaves no file of its own behind', async () => {
    await custom(job(['true']));
    const left = await readdir(dir);
    assert.deepEqual(
      left.filter((name) => name.startsWith('custom-executor')),
      [],
    );
  });

  it('runs the smallest job a server can send', async () => {
    const smallest: WireJob = JSON.parse(
      '{"id":1,"token":"t","steps":[{"name":"script","script":["echo hi"]}],' +
        '"git_info":{"repo_url":"x","sha":"0123456789","refspecs":[]},' +
        '"variables":[{"key":"GIT_STRATEGY","value":"none"}],"features":{"trace_sections":true}}',
    );
    const { outcome, log } = await custom(smallest);
    assert.deepEqual(outcome, { state: 'success' });
    assert.match(log, /\nhi\n/);
  });

  it('tries sources again, with a clean working tree in between', async () => {
    const does = {
      'run.get_sources': '[ "$(grep -c get_sources "$RECORDING/calls")" -gt 1 ] || exit 2',
      'run.clear_worktree': 'exit 0',
    };
    const variables = [
      { key: 'GET_SOURCES_ATTEMPTS', value: '3' },
      { key: 'GIT_STRATEGY', value: 'none' },
    ];
    const { outcome, stages, log } = await custom(job(['true'], { variables }), { does });
    assert.deepEqual(outcome, { state: 'success' });
    assert.deepEqual(stages.slice(1, 4), ['get_sources', 'clear_worktree', 'get_sources']);
    assert.match(log, /section_end:\d+:get_sources\r\x1b\[0K\x1b\[0;33mWARNING: Retrying\.\.\.\x1b\[0;m\n/);
  });

  it('warns of settings it cannot read and takes their defaults', async () => {
    const bad = {
      GIT_CHECKOUT: 'maybe',
      GET_SOURCES_ATTEMPTS: '11',
      FF_TEST_FEATURE: 'x',
      RUNNER_SCRIPT_TIMEOUT: 'soon',
    };
    const variables = Object.entries({ GIT_STRATEGY: 'none', ...bad }).map(([key, value]) => ({
      key,
      value,
    }));
    const { log } = await custom(job(['true'], { variables }));
    const flag = 'FF_TEST_FEATURE: could not parse feature flag, expected bool, got x';
    assert.ok(
      log.includes(
        'WARNING: GIT_CHECKOUT: expected bool got "maybe", using default value: true\n' +
          'GET_SOURCES_ATTEMPTS: number of attempts out of the range [1, 10], clamping to: 10\n' +
          `${flag}\n${flag}\x1b[0;m\n`,
      ),
      log,
    );
    assert.ok(log.includes('WARNING: Ignoring malformed RUNNER_SCRIPT_TIMEOUT timeout: soon'), log);
  });

  it('fails before the script for a submodule strategy that is none', async () => {
    const variables = [{ key: 'GIT_SUBMODULE_STRATEGY', value: 'some' }];
    const { outcome, stages, log } = await custom(job(['true'], { variables }));
    assert.deepEqual(outcome, { state: 'failed', failureReason: 'runner_system_failure' });
    assert.deepEqual(stages, ['prepare_script', 'cleanup_file_variables']);
    assert.match(log, /ERROR: Job failed \(system failure\): unknown GIT_SUBMODULE_STRATEGY/);
  });

  it('stops at once where the Runner panics', async () => {
    const git_info = { ...job([]).git_info, sha: 'abc' };
    const { stages, log } = await custom(job(['true'], { variables: [], git_info }));
    assert.deepEqual(stages, ['prepare_script']);
    assert.match(
      log,
      /\(system failure\): panic: runtime error: slice bounds out of range \[:8\] with length 3/,
    );
  });

  it('ends a preparation that takes longer than prepare_timeout', async () => {
    const { outcome, log } = await custom(job(['true']), {
      does: { prepare: 'exec sleep 60' },
      settings: { prepare_timeout: '200ms' },
    });
    assert.deepEqual(outcome, { state: 'failed', failureReason: 'job_execution_timeout' });
    assert.match(log, /ERROR: Job failed: prepare timeout: exceeded timeout of 200ms/);
  });

  it('ends sources that take longer than get_sources_timeout, without cleanup', async () => {
    const { stages, log } = await custom(job(['true']), {
      does: { 'run.get_sources': 'exec sleep 60' },
      settings: { get_sources_timeout: '2s' },
    });
    assert.deepEqual(stages, ['prepare_script', 'get_sources']);
    assert.match(log, /ERROR: Job failed: get sources timeout: exceeded timeout of 2s/);
  });

  it('kills a driver that ignores SIGTERM after its grace', async () => {
    const { outcome } = await custom(job(['true']), {
      does: { 'run.build_script': 'trap "" TERM; echo ready; while :; do sleep 0.05; done' },
      driver: { gracefulKillTimeout: 0.1 },
      when: (log, trace) => log.includes('ready\n') && trace.cancel(),
    });
    assert.deepEqual(outcome, { state: 'failed', failureReason: 'job_canceled' });
  });

  it('ignores a cancellation once after_script runs', async () => {
    const steps = [{ name: 'script', script: ['true'] }, afterScript('echo after; sleep 0.1; echo done')];
    const { outcome, log } = await custom(job([], { steps }), {
      when: (text, trace) => /after\ndone/.test(text) || (/\nafter\n/.test(text) && trace.cancel()),
    });
    assert.deepEqual(outcome, { state: 'success' });
    assert.match(log, /\nafter\ndone\n/);
  });

  it('answers a signal during the preparation', async () => {
    const stop = new AbortController();
    const { outcome, log } = await custom(job(['true']), {
      does: { prepare: 'echo ready; exec sleep 60' },
      when: (text) => text.includes('ready\n') && stop.abort('interrupt'),
      signal: stop.signal,
    });
    assert.deepEqual(outcome, { state: 'failed', failureReason: 'runner_interrupted' });
    assert.match(log, /ERROR: Job failed: aborted: interrupt/);
  });

  it('says that no provider resolves a secret', async () => {
    const secrets = { DB: { vault: {} } };
    const { outcome, log } = await custom(job(['true'], { secrets }));
    assert.deepEqual(outcome, { state: 'failed', failureReason: 'runner_system_failure' });
    assert.match(log, /Resolving secrets[\s\S]*Resolving secret "DB"\.\.\./);
  });

  it('refuses a driver with an empty builds_dir as a mistake of the configuration', async () => {
    const { outcome, log } = await custom(job(['true']), { does: { config: '{"builds_dir":""}' } });
    assert.deepEqual(outcome, { state: 'failed', failureReason: 'script_failure' });
    assert.match(log, /ERROR: Job failed: the builds_dir is not configured/);
  });

  it('writes what cleanup_exec prints into the Runner’s own log only', async () => {
    const driver = await recordingDriver(dir, { cleanup: 'echo to debug; echo to warning >&2' });
    const lines: string[] = [];
    const chunks: Buffer[] = [];
    await runJob({
      settings: settings({ executor: 'custom', builds_dir: join(dir, 'b'), cache_dir: join(dir, 'c') }),
      job: job(['true']),
      driver: driver.settings,
      trace: new LocalTrace((bytes) => chunks.push(Buffer.from(bytes))),
      env: driver.env,
      runnerLog: (level, bytes) => lines.push(`${level}: ${bytes.toString()}`),
    });
    assert.deepEqual(lines.sort(), ['debug: to debug\n', 'warning: to warning\n']);
    assert.doesNotMatch(Buffer.concat(chunks).toString(), /to (?:debug|warning)/);
    assert.equal(await readFile(join(driver.dir, 'other-calls'), 'utf8'), 'config\nprepare\ncleanup\n');
  });
});
