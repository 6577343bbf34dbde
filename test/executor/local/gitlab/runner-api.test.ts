import assert from 'node:assert/strict';
import { crc32 } from 'node:zlib';
import { Lab } from './fixture.js';

const checksum = (text: string) => `crc32:${crc32(text).toString(16).padStart(8, '0')}`;
const whole = (text: string) => ({ checksum: checksum(text), bytesize: Buffer.byteLength(text) });

describe('coordinator API', () => {
  let lab: Lab;
  beforeEach(async () => {
    lab = await Lab.open({ limits: { traceBytes: 1000, tracePatchBytes: 600, longPollMs: 50_000 } });
  });
  afterEach(() => lab.close());

  describe('jobs/request', () => {
    it('hands out a waiting job once, and 204 with the queue value otherwise', async () => {
      const none = await lab.poll();
      assert.equal(none.status, 204);
      assert.ok(none.headers.get('x-gitlab-last-update'));
      await lab.slash('run hello');
      const job = await lab.poll();
      assert.equal(job.status, 201);
      assert.match(job.headers.get('content-type') ?? '', /^application\/json/);
      assert.equal((await lab.poll()).status, 204);
    });

    it('refuses a wrong token, and takes one in the header', async () => {
      for (const token of ['wrong', '', undefined]) {
        const { status, json } = await lab.poll({ token });
        assert.deepEqual([status, json], [403, { message: '403 Forbidden' }]);
      }
      const header = await lab.sendJson(
        'POST',
        '/api/v4/jobs/request',
        {},
        { 'runner-token': lab.gitlab.runnerToken },
      );
      assert.equal(header.status, 204);
    });

    it('holds an idle Runner until a job comes', async () => {
      const last_update = (await lab.poll()).headers.get('x-gitlab-last-update');
      const held = lab.poll({ last_update });
      await untilTimer(lab);
      await lab.slash('run hello');
      assert.equal((await held).status, 201);
    });

    it('lets a held Runner go after the long poll', async () => {
      const last_update = (await lab.poll()).headers.get('x-gitlab-last-update');
      const held = lab.poll({ last_update });
      await untilTimer(lab);
      lab.clock.advance(50_000);
      const { status, headers } = await held;
      assert.deepEqual([status, headers.get('x-gitlab-last-update')], [204, last_update]);
    });

    it('gives no job to a Runner that hung up', async () => {
      const last_update = (await lab.poll()).headers.get('x-gitlab-last-update');
      const hangUp = new AbortController();
      const held = fetch(`${lab.url}/api/v4/jobs/request`, {
        method: 'POST',
        body: JSON.stringify({ token: lab.gitlab.runnerToken, last_update }),
        signal: hangUp.signal,
      }).catch(() => 'gone');
      await untilTimer(lab);
      hangUp.abort();
      assert.equal(await held, 'gone');
      while (lab.clock.waiting > 0) await turn();
      await lab.slash('run hello');
      assert.equal((await lab.poll()).status, 201);
    });

    it('echoes the correlation id', async () => {
      await lab.slash('run hello');
      const { headers } = await lab.sendJson(
        'POST',
        '/api/v4/jobs/request',
        { token: lab.gitlab.runnerToken },
        { 'x-request-id': 'CORR123' },
      );
      assert.equal(headers.get('x-request-id'), 'CORR123');
    });
  });

  describe('runners', () => {
    it('verifies with an id, unregisters, and knows no registration tokens', async () => {
      const good = { token: lab.gitlab.runnerToken };
      const verified = await lab.sendJson('POST', '/api/v4/runners/verify', good);
      assert.equal(verified.status, 200);
      assert.deepEqual(verified.json, { id: 1, token: good.token, token_expires_at: null });
      assert.equal((await lab.sendJson('POST', '/api/v4/runners/verify', { token: 'x' })).status, 403);
      assert.equal((await lab.sendJson('DELETE', '/api/v4/runners/managers', good)).status, 204);
      assert.equal((await lab.sendJson('DELETE', '/api/v4/runners', { token: 'x' })).status, 403);
      assert.equal((await lab.sendJson('POST', '/api/v4/runners', good)).status, 410);
      assert.equal((await lab.send('GET', '/api/v4/runners/router/discovery')).status, 501);
    });
  });

  describe('trace', () => {
    it('appends in order: 202, Range with an exclusive end, status and interval', async () => {
      const job = await lab.take();
      const first = await lab.patch(job, 0, 'hello ');
      assert.equal(first.status, 202);
      assert.equal(first.headers.get('range'), '0-6');
      assert.equal(first.headers.get('job-status'), 'running');
      assert.equal(first.headers.get('x-gitlab-trace-update-interval'), '1');
      assert.equal((await lab.patch(job, 6, 'wörld')).headers.get('range'), '0-12');
      assert.equal(Buffer.from(lab.gitlab.trace(job.id)).toString(), 'hello wörld');
      const chunks = lab.events.filter((event) => event.kind === 'trace');
      assert.deepEqual(
        chunks.map(({ start }) => start),
        [0, 6],
      );
    });

    it('answers a gap or an overlap with 416 and the stored size', async () => {
      const job = await lab.take();
      await lab.patch(job, 0, 'hello');
      for (const start of [4, 6, 100]) {
        const { status, headers } = await lab.patch(job, start, 'xx');
        assert.deepEqual([status, headers.get('range')], [416, '0-5']);
      }
      // A chunk whose answer was lost comes again: its end is where the log ends.
      assert.equal((await lab.patch(job, 0, 'hello')).status, 202);
      assert.equal(lab.gitlab.job(job.id)?.traceSize, 5);
    });

    it('refuses other tokens, other jobs and a missing range', async () => {
      const job = await lab.take();
      assert.equal((await lab.patch({ ...job, token: 'wrong' }, 0, 'x')).status, 403);
      assert.equal((await lab.patch({ ...job, id: 99 }, 0, 'x')).status, 403);
      const { status } = await lab.send('PATCH', `/api/v4/jobs/${job.id}/trace`, {
        body: 'x',
        headers: { 'job-token': job.token },
      });
      assert.equal(status, 400);
    });

    it('fails a job whose log is too large', async () => {
      const job = await lab.take();
      await lab.patch(job, 0, 'x'.repeat(600));
      const { status, headers } = await lab.patch(job, 600, 'x'.repeat(401));
      assert.deepEqual([status, headers.get('job-status')], [403, 'failed']);
      assert.equal(lab.gitlab.job(job.id)?.failureReason, 'trace_size_exceeded');
    });

    it('refuses one update that is too large', async () => {
      const job = await lab.take();
      assert.equal((await lab.patch(job, 0, 'x'.repeat(601))).status, 413);
      assert.equal(lab.gitlab.job(job.id)?.status, 'running');
    });

    it('is closed after the end', async () => {
      const job = await lab.take();
      await lab.put(job, { state: 'success' });
      const { status, headers } = await lab.patch(job, 0, 'x');
      assert.deepEqual([status, headers.get('job-status')], [403, 'success']);
    });
  });

  describe('update', () => {
    it('takes a sign of life', async () => {
      const job = await lab.take();
      const { status, headers } = await lab.put(job, { state: 'running', output: {} });
      assert.deepEqual([status, headers.get('job-status')], [200, 'running']);
    });

    it('ends a job whose log is whole', async () => {
      const job = await lab.take();
      await lab.patch(job, 0, 'log');
      const done = { state: 'failed', failure_reason: 'script_failure', exit_code: 42, output: whole('log') };
      assert.equal((await lab.put(job, done)).status, 200);
      const view = lab.gitlab.job(job.id);
      assert.deepEqual([view?.status, view?.failureReason, view?.exitCode], ['failed', 'script_failure', 42]);
      assert.equal((await lab.put(job, done)).status, 403);
    });

    it('asks for the whole log again when it differs, and takes it from 0', async () => {
      const job = await lab.take();
      await lab.patch(job, 0, 'damaged');
      for (const output of [whole('other!!'), { bytesize: 8 }]) {
        assert.equal((await lab.put(job, { state: 'success', output })).status, 412);
        assert.equal(lab.gitlab.job(job.id)?.status, 'running');
        assert.equal((await lab.patch(job, 0, 'damaged')).status, 202);
      }
      assert.equal((await lab.put(job, { state: 'success', output: whole('damaged') })).status, 200);
    });

    it('takes the old form of the checksum, and none at all', async () => {
      const one = await lab.take();
      await lab.patch(one, 0, 'log');
      assert.equal((await lab.put(one, { state: 'success', checksum: 'crc32:00000000' })).status, 412);
      await lab.patch(one, 0, 'log');
      assert.equal((await lab.put(one, { state: 'success', checksum: checksum('log') })).status, 200);
      const two = await lab.take();
      assert.equal((await lab.put(two, { state: 'success' })).status, 200);
    });

    it('says 202 while an update is still coming in', async () => {
      const job = await lab.take();
      let send = (_: string) => {};
      let close = () => {};
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          send = (text) => controller.enqueue(Buffer.from(text));
          close = () => controller.close();
        },
      });
      const coming = lab.send('PATCH', `/api/v4/jobs/${job.id}/trace`, {
        body,
        duplex: 'half',
        headers: { 'job-token': job.token, 'content-range': '0-2' },
      } as RequestInit);
      send('lo');
      const end = { state: 'success', output: whole('log') };
      let answer = await lab.put(job, end);
      while (answer.status === 412) answer = await lab.put(job, end);
      assert.equal(answer.status, 202);
      send('g');
      close();
      assert.equal((await coming).status, 202);
      assert.equal((await lab.put(job, end)).status, 200);
    });

    it('maps reasons it does not know, and refuses states it does not know', async () => {
      const job = await lab.take();
      assert.equal((await lab.put(job, { state: 'dancing' })).status, 400);
      await lab.put(job, { state: 'failed', failure_reason: 'job_canceled' });
      assert.equal(lab.gitlab.job(job.id)?.failureReason, 'unknown_failure');
    });

    it('takes the token in the body, as old Runners show it', async () => {
      const { id, token } = await lab.take();
      const body = { token, state: 'success' };
      assert.equal((await lab.sendJson('PUT', `/api/v4/jobs/${id}`, { ...body, token: 'x' })).status, 403);
      assert.equal((await lab.sendJson('PUT', `/api/v4/jobs/${id}`, body)).status, 200);
    });

    it('does not read a body that is no JSON', async () => {
      const { id } = await lab.take();
      const { status } = await lab.send('PUT', `/api/v4/jobs/${id}`, { body: '{"state":' });
      assert.equal(status, 400);
    });
  });

  describe('cancel', () => {
    const cancel = (id: number, token = lab.gitlab.apiToken, query = '') =>
      lab.send('POST', `/api/v4/projects/42/jobs/${id}/cancel${query}`, {
        headers: { 'private-token': token },
      });

    it('is graceful for a Runner that can run after_script then', async () => {
      const job = await lab.take();
      const canceled = await cancel(job.id);
      assert.equal(canceled.status, 201);
      assert.equal((canceled.json as { status: string }).status, 'canceling');
      const update = await lab.patch(job, 0, 'after_script');
      assert.deepEqual([update.status, update.headers.get('job-status')], [202, 'canceling']);
      assert.equal((await lab.put(job, { state: 'running' })).headers.get('job-status'), 'canceling');
      const end = await lab.put(job, { state: 'failed', failure_reason: 'job_canceled' });
      assert.deepEqual([end.status, end.headers.get('job-status')], [200, 'canceled']);
      assert.equal(lab.gitlab.job(job.id)?.failureReason, null);
    });

    it('aborts at once on an older Runner, by force, and before the start', async () => {
      await lab.slash('run hello');
      const old = (await lab.poll({ info: {} })).json as Parameters<Lab['patch']>[0];
      await cancel(old.id);
      const update = await lab.patch(old, 0, 'x');
      assert.deepEqual([update.status, update.headers.get('job-status')], [403, 'canceled']);

      const forced = await lab.take();
      await cancel(forced.id);
      await cancel(forced.id);
      assert.equal(lab.gitlab.job(forced.id)?.status, 'canceling');
      await cancel(forced.id, lab.gitlab.apiToken, '?force=true');
      assert.equal(lab.gitlab.job(forced.id)?.status, 'canceled');

      await lab.slash('run hello');
      const waiting = lab.gitlab.jobs().at(-1);
      await cancel(waiting?.id ?? 0);
      assert.equal((await lab.poll()).status, 204);
    });

    it('needs the API token', async () => {
      const job = await lab.take();
      for (const token of ['', 'wrong', job.token, lab.gitlab.runnerToken]) {
        assert.equal((await cancel(job.id, token)).status, 401);
      }
      assert.equal((await cancel(99)).status, 404);
      assert.equal(lab.gitlab.job(job.id)?.status, 'running');
    });
  });

  it('shows the job of a token while it runs', async () => {
    const job = await lab.take();
    const show = (token: string) => lab.send('GET', '/api/v4/job', { headers: { 'job-token': token } });
    const shown = await show(job.token);
    assert.equal(shown.status, 200);
    const { id, name, pipeline } = shown.json as { id: number; name: string; pipeline: { source: string } };
    assert.deepEqual([id, name, pipeline.source], [job.id, 'hello', 'chat']);
    assert.equal((await show('wrong')).status, 401);
    await lab.put(job, { state: 'success' });
    assert.equal((await show(job.token)).status, 401);
  });

  it('shows jobs and logs to the API token', async () => {
    const job = await lab.take();
    await lab.patch(job, 0, '<script>\u{1b}[0K');
    const headers = { authorization: `Bearer ${lab.gitlab.apiToken}` };
    const get = (path: string) => lab.send('GET', path, { headers });
    for (const path of [`/api/v4/projects/acme%2Fops/jobs/${job.id}/trace`, `/-/jobs/${job.id}/raw`]) {
      const trace = await get(path);
      assert.equal(trace.text, '<script>\u{1b}[0K');
      assert.match(trace.headers.get('content-type') ?? '', /^text\/plain/);
      assert.equal(trace.headers.get('x-content-type-options'), 'nosniff');
    }
    const list = await get('/api/v4/projects/42/jobs');
    assert.equal((list.json as { id: number }[])[0]?.id, job.id);
    const page = await get(`/acme/ops/-/jobs/${job.id}`);
    assert.equal((page.json as { status: string }).status, 'running');
    assert.equal((await lab.send('GET', `/-/jobs/${job.id}`)).status, 401);
    assert.equal((await get('/api/v4/projects/43/jobs')).status, 404);
    assert.equal((await get('/api/v4/projects/42/jobs/999')).status, 404);
  });
});

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Until the long poll's timer is set: the request has arrived. */
async function untilTimer(lab: Lab): Promise<void> {
  while (lab.clock.waiting === 0) await turn();
}
