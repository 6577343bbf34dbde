import assert from 'node:assert/strict';
import { request } from 'node:http';
import { type LoopbackServer, listenOnLoopback } from '@gitlab-chatops/executor/local/loopback';

describe('loopback server', () => {
  const running: LoopbackServer[] = [];
  afterEach(() => Promise.all(running.splice(0).map((server) => server.close())));

  async function start(handler: Parameters<typeof listenOnLoopback>[0], port = 0): Promise<LoopbackServer> {
    const server = await listenOnLoopback(handler, port);
    running.push(server);
    return server;
  }

  /** fetch would not let us lie about Host. */
  function statusWithHost(port: number, host: string): Promise<number | undefined> {
    return new Promise((resolve, reject) => {
      request({ host: '127.0.0.1', port, headers: { host } }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
  }

  it('answers to its own two names and to no other', async () => {
    const { port } = await start((_request, response) => {
      response.end('ok');
    });
    assert.equal(await statusWithHost(port, `127.0.0.1:${port}`), 200);
    assert.equal(await statusWithHost(port, `localhost:${port}`), 200);
    const others = [
      'evil.example',
      `evil.example:${port}`,
      '127.0.0.1',
      `127.0.0.1:${port + 1}`,
      `127.0.0.1.evil.example:${port}`,
    ];
    for (const host of others) assert.equal(await statusWithHost(port, host), 421, host);
  });

  it('tells nothing about a mistake of its own', async () => {
    const { origin } = await start(() => {
      throw new Error('secret detail');
    });
    const response = await fetch(origin);
    assert.equal(response.status, 500);
    assert.equal((await response.text()).includes('secret'), false);
  });

  it('says which port is taken', async () => {
    const { port } = await start(() => {});
    await assert.rejects(
      start(() => {}, port),
      { code: 'CONFIG_PORT_IN_USE' },
    );
  });

  it('closes at once although an answer is open', async () => {
    const { origin, close } = await start((_request, response) => {
      response.write('open');
    });
    const response = await fetch(origin);
    await close();
    await assert.rejects(response.text());
  });
});
