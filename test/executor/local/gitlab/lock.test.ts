import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { Lab, SLACK_TRIGGER } from './fixture.js';

describe('lock of the local GitLab', () => {
  let lab: Lab;
  before(async () => {
    lab = await Lab.open({
      limits: { headersTimeoutMs: 300, requestTimeoutMs: 600, artifactBytes: 1000, connections: 20 },
    });
  });
  after(() => lab.close());
  const port = () => Number(new URL(lab.url).port);

  /** A request as written, with any Host. */
  function raw(headers: Record<string, string>, path = '/api/v4/job'): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      const sent = request({ host: '127.0.0.1', port: port(), path, headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      sent.on('error', reject);
      sent.end();
    });
  }

  it('listens on 127.0.0.1 only', async () => {
    assert.equal(new URL(lab.url).hostname, '127.0.0.1');
    await assert.rejects(
      new Promise((resolve, reject) => {
        connect(port(), '127.0.0.2').on('connect', resolve).on('error', reject);
      }),
    );
  });

  it('answers to its own Host only', async () => {
    assert.equal(await raw({ host: `127.0.0.1:${port()}` }), 401);
    assert.equal(await raw({ host: `localhost:${port()}` }), 401);
    for (const host of [
      '127.0.0.1',
      `evil.example:${port()}`,
      `127.0.0.1.evil.example:${port()}`,
      'localhost:1',
    ]) {
      assert.equal(await raw({ host }), 421, host);
    }
  });

  it('refuses what a page sends, and grants no page anything', async () => {
    const { status, headers } = await lab.send('POST', SLACK_TRIGGER, { headers: { origin: lab.url } });
    assert.equal(status, 403);
    assert.equal(headers.get('access-control-allow-origin'), null);
    const preflight = await lab.send('OPTIONS', SLACK_TRIGGER, {
      headers: { origin: 'http://evil.example' },
    });
    assert.equal(preflight.status, 403);
    assert.equal((await lab.send('OPTIONS', SLACK_TRIGGER)).status, 404);
  });

  it('gives every endpoint a token of its own', () => {
    const { runnerToken, slackToken, mattermostToken, slackAppToken, apiToken } = lab.gitlab;
    const tokens = [runnerToken, slackToken, mattermostToken, slackAppToken, apiToken];
    assert.equal(new Set(tokens).size, tokens.length);
    for (const token of tokens) assert.ok(token.length >= 24);
  });

  for (const path of [
    SLACK_TRIGGER,
    '/api/v4/jobs/request',
    '/api/v4/runners/verify',
    '/api/v4/slack/trigger',
  ]) {
    it(`refuses an oversized body: ${path}`, async () => {
      const { status, json } = await lab.sendJson('POST', path, { text: 'x'.repeat(300_000) });
      assert.deepEqual([status, json], [413, { message: '413 Request Entity Too Large' }]);
    });
  }

  it('answers broken paths and bodies without details', async () => {
    for (const path of [
      '/%E0%A4%A',
      '/api/v4/projects/%E0%A4%A/jobs/1',
      '//',
      '/api/v4/nothing',
      '/../../etc/passwd',
    ]) {
      const { status, text } = await lab.send('GET', path);
      assert.ok(status === 404 || status === 401, `${path}: ${status}`);
      assert.doesNotMatch(text, /at |node:|\.ts/);
    }
    const broken = await lab.send('POST', SLACK_TRIGGER, {
      body: '{"token":',
      headers: { 'content-type': 'application/json' },
    });
    assert.equal(broken.status, 400);
  });

  it('does not wait for clients that are slow on purpose', async () => {
    const slow = [
      'POST /api/v4/jobs/request HTTP/1.1\r\nHost: ',
      `POST /api/v4/jobs/request HTTP/1.1\r\nHost: 127.0.0.1:${port()}\r\nContent-Length: 100\r\n\r\n{`,
    ];
    for (const text of slow) {
      const answer = await new Promise<string>((resolve) => {
        const socket = connect(port(), '127.0.0.1', () => socket.write(text));
        let got = '';
        socket.on('data', (chunk) => {
          got += chunk;
        });
        socket.on('error', () => {});
        socket.on('close', () => resolve(got));
      });
      assert.match(answer, /^HTTP\/1\.1 408 |^$/);
    }
  });

  it('refuses more connections than it wants', async () => {
    const sockets = Array.from({ length: 40 }, () => connect(port(), '127.0.0.1').on('error', () => {}));
    const closed = sockets.map((socket) => new Promise((resolve) => socket.on('close', resolve)));
    await Promise.race(closed);
    for (const socket of sockets) socket.destroy();
    await Promise.all(closed);
    assert.equal((await lab.poll()).status, 204);
  });

  it('keeps artifacts within their size, and hands them to jobs only', async () => {
    const job = await lab.take();
    const upload = (bytes: number, token = job.token) => {
      const form = new FormData();
      form.set('file', new Blob([Buffer.alloc(bytes, 1)]), '../../evil.zip');
      return lab.send('POST', `/api/v4/jobs/${job.id}/artifacts?artifact_format=zip&artifact_type=archive`, {
        body: form,
        headers: { 'job-token': token },
      });
    };
    const download = (token: string) =>
      lab.send('GET', `/api/v4/jobs/${job.id}/artifacts?direct_download=true`, {
        headers: { 'job-token': token },
      });
    assert.equal((await download(job.token)).status, 404);
    assert.equal((await upload(10, 'wrong')).status, 403);
    assert.equal((await upload(1001)).status, 413);
    assert.equal((await upload(1000)).status, 201);
    assert.equal((await upload(999)).status, 201);
    const got = await download(job.token);
    assert.equal(got.status, 200);
    assert.equal(got.text.length, 999);
    assert.equal(got.headers.get('content-disposition'), 'attachment; filename="evil.zip"');
    assert.equal((await download('wrong')).status, 403);
    await lab.put(job, { state: 'success' });
    assert.equal((await download(job.token)).status, 200);
    const other = await lab.take();
    assert.equal((await download(other.token)).status, 200);
  });

  it('takes no artifact that is not one file part', async () => {
    const job = await lab.take();
    const send = (init: RequestInit) =>
      lab.send('POST', `/api/v4/jobs/${job.id}/artifacts`, {
        ...init,
        headers: { ...init.headers, 'job-token': job.token },
      });
    const type = 'multipart/form-data; boundary=B';
    assert.equal((await send({ body: 'plain' })).status, 400);
    assert.equal((await send({ body: '--B--\r\n', headers: { 'content-type': type } })).status, 400);
    const cut = '--B\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nhalf';
    assert.equal((await send({ body: cut, headers: { 'content-type': type } })).status, 400);
    assert.equal(
      (await send({ body: 'x', headers: { 'content-type': 'multipart/form-data;' } })).status,
      400,
    );
    const { status } = await lab.send('POST', `/api/v4/jobs/${job.id}/artifacts?artifact_type=../x`, {
      headers: { 'job-token': job.token },
    });
    assert.equal(status, 400);
  });
});
