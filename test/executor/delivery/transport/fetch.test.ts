import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createFetch, type FetchOptions, TransportError } from '@gitlab-chatops/executor/delivery';
import { ProxyServer } from '../proxy-server.js';
import { SlackServer } from '../slack-server.js';

const fixture = (name: string) =>
  readFileSync(new URL(`../../../fixtures/tls/${name}`, import.meta.url), 'utf8');
const certificate = fixture('slack.test.crt');

describe('delivery/transport: fetch', () => {
  let slack: SlackServer;
  let proxy: ProxyServer | undefined;
  afterEach(async () => {
    proxy?.close();
    proxy = undefined;
    await slack.close();
  });

  const startTls = async () => {
    slack = await SlackServer.start({ key: fixture('slack.test.key'), cert: certificate });
  };
  const post = (url: string, options: Partial<FetchOptions>, signal = AbortSignal.timeout(5_000)) =>
    createFetch({ environment: {}, ...options })(url, {
      method: 'POST',
      headers: { A: 'b' },
      body: 'text=é',
      signal,
    });
  const failing = async (promise: Promise<unknown>) => {
    const error = await promise.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    assert.ok(error instanceof TransportError, String(error));
    return `${error.phase} ${error.reason}`;
  };

  it('sends the body with its length, reads the whole answer', async () => {
    slack = await SlackServer.start();
    slack.behaviours.push({
      kind: 'status',
      status: 418,
      headers: { 'X-A': '1' },
      body: 'a'.repeat(100_000),
    });
    const answer = await post(`${slack.apiUrl}x`, {});
    assert.deepEqual([answer.status, answer.ok, answer.headers.get('x-A')], [418, false, '1']);
    assert.equal((await answer.text()).length, 100_000);
    assert.equal(slack.calls[0]?.headers['content-length'], '7');
    assert.equal(slack.calls[0]?.form.get('text'), 'é');
  });

  it('does not swallow an endless answer', async () => {
    slack = await SlackServer.start();
    slack.behaviours.push({ kind: 'status', status: 200, body: 'a'.repeat(2_000_000) });
    assert.equal(await failing(post(slack.apiUrl, {})), 'sent ANSWER_TOO_LONG');
  });

  it('speaks TLS, and trusts a private authority only when told', async () => {
    await startTls();
    const url = `https://localhost:${slack.port}/api/x`;
    assert.equal((await post(url, { ca: [certificate] })).status, 200);
    assert.match(await failing(post(url, {})), /^unsent (?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED\w*)$/);
    assert.equal(slack.calls.length, 1);
  });

  it('goes through a proxy by CONNECT, with its credentials', async () => {
    await startTls();
    proxy = await ProxyServer.start(slack.port);
    const configured = proxy.url.replace('//', '//ada:p%40ss@');
    assert.equal((await post('https://slack.test/api/x', { configured, ca: [certificate] })).status, 200);
    const authorization = `Basic ${Buffer.from('ada:p@ss').toString('base64')}`;
    assert.deepEqual(proxy.seen, [{ target: 'CONNECT slack.test:443', authorization }]);
    assert.equal(slack.calls[0]?.headers['proxy-authorization'], undefined);
  });

  it('sends plain HTTP through a proxy in absolute form', async () => {
    slack = await SlackServer.start();
    proxy = await ProxyServer.start(slack.port);
    const environment = { http_proxy: proxy.url };
    assert.equal((await post('http://slack.test/api/x', { environment })).status, 200);
    assert.deepEqual(proxy.seen, [{ target: 'POST http://slack.test/api/x', authorization: undefined }]);
  });

  it('knows that nothing was sent when the proxy refuses or is silent', async () => {
    await startTls();
    proxy = await ProxyServer.start(slack.port, 407);
    assert.equal(await failing(post('https://slack.test/', { configured: proxy.url })), 'unsent PROXY_407');
    proxy.close();
    proxy = await ProxyServer.start(slack.port, 'silent');
    const late = AbortSignal.timeout(50);
    assert.equal(
      await failing(post('https://slack.test/', { configured: proxy.url }, late)),
      'unsent TIMEOUT',
    );
  });

  it('knows that the request was sent when the answer is late or breaks', async () => {
    slack = await SlackServer.start();
    slack.behaviours.push({ kind: 'hang' }, { kind: 'reset' }, { kind: 'half' });
    assert.equal(await failing(post(slack.apiUrl, {}, AbortSignal.timeout(200))), 'sent TIMEOUT');
    assert.equal(await failing(post(slack.apiUrl, {})), 'sent ECONNRESET');
    assert.match(await failing(post(slack.apiUrl, {})), /^sent ECONNRESET|sent ERR_\w+$/);
  });

  it('an address that refuses: unsent', async () => {
    slack = await SlackServer.start();
    const { apiUrl } = slack;
    await slack.close();
    assert.equal(await failing(post(apiUrl, {})), 'unsent ECONNREFUSED');
    slack = await SlackServer.start();
  });
});
