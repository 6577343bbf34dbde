import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  createHttpBackend,
  type HttpBackend,
  type SnapshotRepository,
} from '@gitlab-chatops/executor/local/git';
import { Bench } from './fixture.js';

const run = promisify(execFile);

describe('git over smart HTTP', () => {
  let bench: Bench;
  let repository: SnapshotRepository;
  let backend: HttpBackend;
  let server: Server;
  let url: string;

  beforeEach(async () => {
    bench = new Bench();
    bench.git('init', '--quiet', '--initial-branch=main');
    bench.history(30);
    bench.write('untracked.txt', 'x\n');
    repository = await bench.open();
    backend = createHttpBackend({
      gitDirectory: repository.gitDirectory,
      environment: repository.environment,
    });
    server = createServer((request, response) => {
      const path = (request.url ?? '').replace(/^\/p\.git/, '').replace(/\?.*$/, '');
      void backend.serve(path, request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/p.git`;
  });
  afterEach(async () => {
    await backend.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await repository.close();
    const left = readdirSync(bench.temporary);
    bench.remove();
    assert.deepEqual(left, []);
  });

  const git = (...args: string[]) => run('git', args, { cwd: bench.root, env: bench.environment });

  it('clones the snapshot', async () => {
    await repository.take();
    await git('clone', '--quiet', url, 'clone');
    assert.equal(readFileSync(join(bench.root, 'clone/untracked.txt'), 'utf8'), 'x\n');
  });

  for (const version of ['0', '1', '2']) {
    it(`fetches a pipeline ref to a depth with protocol version ${version}`, async () => {
      const { sha } = await repository.take();
      await repository.createPipelineRef(7, sha);
      await git('init', '--quiet', 'clone');
      const spec = '+refs/pipelines/7:refs/pipelines/7';
      await git(
        '-C',
        'clone',
        '-c',
        `protocol.version=${version}`,
        'fetch',
        '--quiet',
        '--depth=20',
        url,
        spec,
      );
      const { stdout } = await git('-C', 'clone', 'rev-list', '--count', sha);
      assert.equal(stdout, '20\n');
    });
  }

  it('serves a shallow clone', async () => {
    await git('clone', '--quiet', '--depth=2', `file://${bench.tree}`, 'shallow');
    await backend.close();
    await repository.close();
    repository = await bench.open({ directory: join(bench.root, 'shallow') });
    backend = createHttpBackend({
      gitDirectory: repository.gitDirectory,
      environment: repository.environment,
    });
    const { sha } = await repository.take();
    await git('clone', '--quiet', url, 'clone');
    assert.equal((await git('-C', 'clone', 'rev-list', '--count', sha)).stdout, '2\n');
  });

  it('leaves blobs out when asked', async () => {
    const { sha } = await repository.take();
    await git('clone', '--quiet', '--filter=blob:none', '--no-checkout', url, 'clone');
    const missing = await git('-C', 'clone', 'rev-list', '--objects', '--missing=print', sha);
    assert.match(missing.stdout, /^\?/m);
  });

  it('takes no push', async () => {
    await repository.take();
    await git('clone', '--quiet', url, 'clone');
    await assert.rejects(git('-C', 'clone', 'push', 'origin', 'HEAD:refs/heads/evil'));
    const refused = await fetch(`${url}/info/refs?service=git-receive-pack`);
    assert.equal(refused.status, 403);
    assert.equal((await fetch(`${url}/git-receive-pack`, { method: 'POST', body: '0000' })).status, 403);
  });

  for (const path of [
    '/HEAD',
    '/info/refs',
    '/objects/info/packs',
    '/config',
    '/../snapshot.git/config',
    '/',
  ]) {
    it(`does not serve ${path} as a file`, async () => {
      await repository.take();
      assert.equal((await fetch(`${url}${path}`)).status, 404);
    });
  }

  it('answers what is no fetch without falling over', async () => {
    await repository.take();
    const answers = await Promise.all(
      ['', '0000', 'zzzz', '0032want 0000000000000000000000000000000000000000\n00000009done\n'].map((body) =>
        fetch(`${url}/git-upload-pack`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-git-upload-pack-request' },
          body,
        }).then(async (response) => {
          await response.arrayBuffer().catch(() => {});
          return response.status;
        }),
      ),
    );
    assert.equal(answers.length, 4);
    await git('clone', '--quiet', url, 'clone');
  });

  for (const client of ['hangs up', 'waits']) {
    it(`ends the fetch of a client that ${client} when it closes`, async () => {
      await repository.take();
      const { port } = server.address() as AddressInfo;
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => {});
      const head = 'POST /p.git/git-upload-pack HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n';
      const asked = new Promise((resolve) => server.once('request', resolve));
      socket.write(`${head}0000`);
      await asked;
      if (client === 'hangs up') socket.destroy();
      await backend.close();
      assert.deepEqual(
        children().filter((command) => command.includes('http-backend')),
        [],
      );
      socket.destroy();
    });
  }
});

/** Command lines of this process's children, where the system tells (Linux). */
function children(): string[] {
  const list = `/proc/self/task/${process.pid}/children`;
  if (!existsSync(list)) return [];
  const pids = readFileSync(list, 'utf8').split(' ').filter(Boolean);
  return pids.flatMap((pid) => {
    try {
      return [readFileSync(`/proc/${pid}/cmdline`, 'utf8')];
    } catch {
      return [];
    }
  });
}
