import assert from 'node:assert/strict';
import { Lab, tinyPlanner } from './fixture.js';

describe('life of a job', () => {
  let lab: Lab | undefined;
  afterEach(() => lab?.close());
  const statuses = () => lab?.gitlab.jobs().map(({ status }) => status);

  it('waits for a person with when: manual', async () => {
    lab = await Lab.open({ planner: tinyPlanner({ when: 'manual' }) });
    assert.deepEqual((await lab.slash('run hello')).json, {
      response_type: 'in_channel',
      status: 200,
      text: '',
    });
    assert.equal((await lab.poll()).status, 204);
    const play = () =>
      lab?.send('POST', '/api/v4/projects/42/jobs/1/play', {
        headers: { 'private-token': lab.gitlab.apiToken },
      });
    assert.equal((await play())?.status, 200);
    assert.equal((await play())?.status, 400);
    const job = (await lab.poll()).json as { variables: { key: string; value: string }[] };
    assert.equal(job.variables.find(({ key }) => key === 'CI_JOB_MANUAL')?.value, 'true');
  });

  it('starts later with when: delayed', async () => {
    lab = await Lab.open({ planner: tinyPlanner({ when: 'delayed', startIn: 600 }) });
    await lab.slash('run hello');
    lab.clock.advance(599_000);
    assert.equal((await lab.poll()).status, 204);
    lab.clock.advance(1_000);
    assert.equal((await lab.poll()).status, 201);
  });

  it('is skipped at once with when: on_failure, and nobody is told', async () => {
    lab = await Lab.open({ planner: tinyPlanner({ when: 'on_failure' }) });
    await lab.slash('run hello');
    assert.deepEqual(statuses(), ['skipped']);
    assert.equal((await lab.poll()).status, 204);
    assert.equal(lab.events.filter(({ kind }) => kind === 'reply').length, 0);
  });

  it('comes again as a new job with retry, each attempt with its own id and token', async () => {
    lab = await Lab.open({ planner: tinyPlanner({ retry: 2 }) });
    await lab.slash('run hello');
    const tokens = new Set<string>();
    for (let attempt = 0; attempt < 3; attempt++) {
      const answer = await lab.poll();
      assert.equal(answer.status, 201);
      const job = answer.json as Parameters<Lab['put']>[0];
      tokens.add(job.token);
      assert.equal(job.job_info.pipeline_id, 1);
      await lab.put(job, { state: 'failed', failure_reason: 'script_failure', exit_code: 1 });
    }
    assert.equal((await lab.poll()).status, 204);
    assert.equal(tokens.size, 3);
    assert.deepEqual(
      lab.gitlab.jobs().map(({ retried }) => retried),
      [true, true, false],
    );
  });

  it('is not retried when it was canceled', async () => {
    lab = await Lab.open({ planner: tinyPlanner({ retry: 2 }) });
    const job = await lab.take();
    lab.gitlab.cancel(job.id);
    await lab.put(job, { state: 'failed' });
    assert.deepEqual(statuses(), ['canceled']);
  });

  it('may fail with the exit codes that are allowed', async () => {
    lab = await Lab.open({ planner: tinyPlanner({ allowFailure: { exitCodes: [42] } }) });
    for (const exitCode of [42, 1]) {
      const job = await lab.take();
      await lab.put(job, { state: 'failed', failure_reason: 'script_failure', exit_code: exitCode });
      assert.equal(lab.gitlab.job(job.id)?.allowFailure, exitCode === 42);
    }
  });

  it('fails when its Runner is not heard of past the timeout', async () => {
    lab = await Lab.open({ planner: tinyPlanner({ timeout: 60 }) });
    const job = await lab.take();
    assert.equal(job.runner_info?.timeout, 60);
    lab.clock.advance(60_000);
    assert.deepEqual(statuses(), ['running']);
    lab.clock.advance(300_000);
    assert.equal(lab.gitlab.job(job.id)?.failureReason, 'stuck_or_timeout_failure');
  });

  it('tells listeners each step, and goes on when one throws', async () => {
    lab = await Lab.open();
    lab.gitlab.subscribe(() => {
      throw new Error('listener');
    });
    const job = await lab.take();
    await lab.put(job, { state: 'success' });
    const steps = lab.events.flatMap((event) =>
      event.kind === 'job' ? [[event.from, event.job.status]] : [],
    );
    assert.deepEqual(steps, [
      [undefined, 'pending'],
      ['pending', 'running'],
      ['running', 'success'],
    ]);
    assert.ok(lab.errors.length >= 3);
  });
});
