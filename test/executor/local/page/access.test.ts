import assert from 'node:assert/strict';
import { request } from 'node:http';
import { runPage, stopPages } from './running.js';

interface Asked {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

interface Answered {
  readonly status: number | undefined;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** fetch would set Host and Origin for us. */
function ask(origin: string, { method = 'GET', path = '/', headers = {}, body }: Asked): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const call = request(`${origin}${path}`, { method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        // An event stream does not end by itself.
        if (response.headers['content-type']?.startsWith('text/event-stream')) response.destroy();
      });
      response.on('close', () =>
        resolve({ status: response.statusCode, headers: response.headers, body: text }),
      );
    });
    call.on('error', reject);
    call.end(body);
  });
}

describe('page: who may use it', () => {
  afterEach(stopPages);

  async function start() {
    const running = await runPage();
    const { origin, url } = running.page;
    const first = await ask(origin, { path: url.slice(origin.length) });
    const cookie = String(first.headers['set-cookie']).split(';')[0] ?? '';
    const host = origin.slice('http://'.length);
    return { ...running, origin, url, host, first, cookie };
  }

  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify({ text: 'hello' });

  it('exchanges the key for a strict cookie and shows nothing without', async () => {
    const { origin, first, cookie } = await start();
    assert.equal(first.status, 200);
    const flags = String(first.headers['set-cookie']).split('; ').slice(1);
    assert.deepEqual(flags, ['Path=/', 'HttpOnly', 'SameSite=Strict']);
    assert.equal((await ask(origin, {})).status, 403);
    assert.equal((await ask(origin, { path: '/?key=wrong' })).status, 403);
    assert.equal((await ask(origin, { headers: { cookie } })).status, 200);
    const wrong = cookie.slice(0, -1) + (cookie.endsWith('A') ? 'B' : 'A');
    assert.equal((await ask(origin, { headers: { cookie: wrong } })).status, 403);
    assert.equal((await ask(origin, { headers: { cookie: `${cookie}x` } })).status, 403);
    assert.equal((await ask(origin, { headers: { cookie: `a=b; ${cookie}; c=d` } })).status, 200);
  });

  it('locks every answer down', async () => {
    const { first } = await start();
    assert.match(String(first.headers['content-security-policy']), /^default-src 'self';/);
    assert.equal(first.headers['x-content-type-options'], 'nosniff');
    assert.equal(first.headers['cross-origin-resource-policy'], 'same-origin');
    assert.equal(first.headers['cache-control'], 'no-store');
    assert.equal(/<script(?! type="module" src=)|<style|\son\w+=/.test(first.body), false);
  });

  it('takes a message from its own page and from nowhere else', async () => {
    const { origin, host, cookie, slack } = await start();
    const post = (headers: Record<string, string>) =>
      ask(origin, { method: 'POST', path: '/messages', headers, body }).then(({ status }) => status);
    const own = { ...json, cookie, origin };
    assert.equal(await post(own), 200);
    assert.equal(slack.workspace.screen().length, 1);
    const refused: [number, Record<string, string>][] = [
      [403, { ...json, origin }],
      [403, { ...json, cookie }],
      [403, { ...own, origin: 'http://evil.example' }],
      [403, { ...own, origin: 'null' }],
      [403, { ...own, origin: origin.replace('127.0.0.1', 'localhost') }],
      [403, { ...own, origin: `${origin}0` }],
      [403, { ...own, 'sec-fetch-site': 'cross-site' }],
      [403, { ...own, 'sec-fetch-site': 'same-site' }],
      [415, { ...own, 'content-type': 'text/plain' }],
      [415, { ...own, 'content-type': 'application/x-www-form-urlencoded' }],
      [421, { ...own, host: 'evil.example' }],
      [421, { ...own, host: `${host}.evil.example` }],
    ];
    for (const [status, headers] of refused)
      assert.equal(await post(headers), status, JSON.stringify(headers));
    assert.equal(slack.workspace.screen().length, 1);
  });

  it('lets no other page read events, logs or files', async () => {
    const { origin, cookie, feed } = await start();
    feed.put({ id: 3, name: 'x' });
    feed.append(3, 'secret', true);
    for (const path of ['/events', '/jobs/3/trace', '/jobs/3/raw']) {
      const get = (headers: Record<string, string>) =>
        ask(origin, { path, headers }).then(({ status }) => status);
      assert.equal(await get({ cookie }), 200, path);
      assert.equal(await get({ cookie, 'sec-fetch-site': 'same-origin' }), 200, path);
      assert.equal(await get({}), 403, path);
      assert.equal(await get({ cookie, origin: 'http://evil.example' }), 403, path);
      assert.equal(await get({ cookie, 'sec-fetch-site': 'same-site' }), 403, path);
      assert.equal(await get({ cookie, 'sec-fetch-site': 'cross-site' }), 403, path);
    }
  });

  it('serves a log as a file, never as a page', async () => {
    const { origin, cookie, feed } = await start();
    feed.put({ id: 3, name: 'x' });
    feed.append(3, '<script>alert(1)</script>', true);
    const { headers, body: text } = await ask(origin, { path: '/jobs/3/raw', headers: { cookie } });
    assert.equal(headers['content-disposition'], 'attachment; filename="job-3.log"');
    assert.equal(headers['content-type'], 'text/plain; charset=utf-8');
    assert.equal(text, '<script>alert(1)</script>');
  });

  it('goes on with a log where the browser left off', async () => {
    const { origin, cookie, feed } = await start();
    feed.put({ id: 3, name: 'x' });
    feed.append(3, 'abcdef', true);
    const response = await fetch(`${origin}/jobs/3/trace`, { headers: { cookie, 'last-event-id': '4' } });
    const text = await response.text();
    assert.deepEqual(
      [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? '')),
      [{ offset: 4, data: Buffer.from('ef').toString('base64') }, { size: 6 }],
    );
  });

  it('answers nonsense with a status', async () => {
    const { origin, cookie } = await start();
    const own = { ...json, cookie, origin };
    const status = (asked: Asked) => ask(origin, asked).then((answer) => answer.status);
    assert.equal(await status({ path: '/nowhere', headers: { cookie } }), 404);
    assert.equal(await status({ path: '/jobs/1/raw', headers: { cookie } }), 404);
    assert.equal(await status({ path: '/assets/../access.ts', headers: { cookie } }), 404);
    assert.equal(await status({ method: 'PUT', headers: { cookie } }), 405);
    for (const bad of ['{', '[]', '{"text":1}', '{"text":" "}']) {
      assert.equal(await status({ method: 'POST', path: '/messages', headers: own, body: bad }), 400, bad);
    }
    assert.equal(await status({ method: 'POST', path: '/nowhere', headers: own, body: '{}' }), 404);
    const long = JSON.stringify({ text: 'x'.repeat(200_000) });
    assert.equal(await status({ method: 'POST', path: '/messages', headers: own, body: long }), 413);
  });
});
