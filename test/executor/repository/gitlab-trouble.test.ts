import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';
import type { GitLabFiles } from '../../../executor/src/repository/gitlab-files.js';
import { GitLabBench, ONE } from './gitlab-bench.js';

describe('files of a GitLab: trouble and cache', () => {
  let bench: GitLabBench;
  beforeEach(async () => {
    bench = await GitLabBench.start();
  });
  afterEach(() => bench.close());

  const ci = { project: 'acme/ci' };

  describe('when the server misbehaves', () => {
    const status =
      (code: number, headers: Record<string, string> = {}) =>
      () =>
        bench.gitlab.faults.push((_, response) => response.writeHead(code, headers).end('{"message":"no"}'));

    const reason = async (files = bench.open()) => {
      const answer = await files.file('deploy.yml', ci);
      return answer.kind === 'unknown' ? answer.reason : answer.kind;
    };

    it('tries three times: 5xx, 429, a cut connection', async () => {
      status(500)();
      status(503)();
      assert.equal(await reason(), 'text');
      status(429, { 'Retry-After': '0' })();
      bench.gitlab.faults.push((request) => request.socket.destroy());
      assert.equal(await reason(), 'text');
      for (const _ of [1, 2, 3]) status(502)();
      assert.match(await reason(), /502/);
      assert.equal(bench.gitlab.seen.length, 9);
      status(429, { 'Retry-After': '600' })();
      assert.match(await reason(), /429/);
    });

    it('says unknown with a reason for 401 and 403 without a token, HTML, slowness, a huge file', async () => {
      status(401)();
      assert.match(await reason(), /wants a token/);
      status(403)();
      assert.match(await reason(), /forbids/);
      bench.gitlab.faults.push((_, response) => response.end('<html>'));
      const listing = await bench.open().listing(ci);
      assert.match(listing.kind === 'unknown' ? listing.reason : '', /not GitLab's/);
      for (const _ of [1, 2, 3]) bench.gitlab.faults.push(() => {});
      assert.match(await reason(bench.open({ timeoutMs: 50 })), /in time/);
      bench.gitlab.faults.push((_, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65536, 97)));
        };
        response.on('drain', more);
        more();
      });
      assert.match(await reason(bench.open({ timeoutMs: 5000 })), /larger than/);
      assert.match(await reason(bench.open({ server: { url: 'http://127.0.0.1:1' } })), /ECONNREFUSED/);
    });

    it('follows a moved project on the same host; nothing goes to another one', async () => {
      const moved = '/api/v4/projects/acme%2Fci/repository/files/deploy.yml/raw?ref=HEAD';
      status(301, { Location: moved })();
      assert.equal(await reason(bench.open({ server: bench.server(bench.gitlab.token) })), 'text');
      assert.deepEqual(new Set(bench.gitlab.seen.map(({ token }) => token)), new Set([bench.gitlab.token]));
      status(302, { Location: `${bench.other.url}${moved}` })();
      assert.match(await reason(bench.open({ server: bench.server(bench.gitlab.token) })), /redirects/);
      assert.deepEqual(bench.other.seen, []);
      for (const _ of Array(7)) status(302, { Location: moved })();
      assert.match(await reason(), /without end/);
    });

    it('ends everything when the token is refused, and never repeats it', async () => {
      const files = bench.open({ server: bench.server('glpat-wrong-and-secret') });
      await assert.rejects(files.file('deploy.yml', ci), (error) => {
        assert(error instanceof CodedError);
        assert.equal(error.code, 'CONFIG_GITLAB_TOKEN');
        assert.doesNotMatch(`${error.stack}${JSON.stringify(error)}`, /glpat-wrong/);
        return true;
      });
    });
  });

  describe('with a cache', () => {
    const text = async (files: GitLabFiles, ref = 'main') => {
      const answer = await files.file('deploy.yml', { ...ci, ref });
      return answer.kind === 'text' ? answer.text : answer.kind;
    };

    it('asks once a minute what a branch is, and never again for a file of a commit', async () => {
      assert.equal(await text(bench.cached()), 'one');
      assert.equal(await text(bench.cached()), 'one');
      assert.equal(bench.gitlab.seen.length, 1);
      assert.equal(await text(bench.cached(), ONE), 'one');
      assert.equal(bench.gitlab.seen.length, 1);
      bench.now += 61_000;
      assert.equal(await text(bench.cached()), 'one');
      assert.equal(bench.gitlab.seen.length, 2);
    });

    it('answers offline what was read before, however old, and asks nothing', async () => {
      bench.gitlab.templates.set('A', 'a: {}');
      await text(bench.cached());
      await bench.cached().template('A.gitlab-ci.yml');
      bench.now += 1e9;
      bench.gitlab.seen.length = 0;
      assert.equal(await text(bench.cached({ offline: true })), 'one');
      assert.equal((await bench.cached({ offline: true }).template('A.gitlab-ci.yml')).kind, 'text');
      const unread = await bench.cached({ offline: true }).file('jobs/a.yml', ci);
      assert.match(unread.kind === 'unknown' ? unread.reason : '', /--offline/);
      assert.equal(bench.gitlab.seen.length, 0);
    });

    it('keeps no failure, no token, and nothing that others can read', async () => {
      bench.gitlab.faults.push((_, response) => response.writeHead(403).end());
      const files = { server: bench.server(bench.gitlab.token) };
      assert.equal(await text(bench.cached(files)), 'unknown');
      assert.equal(await text(bench.cached(files)), 'one');
      assert.equal(statSync(join(bench.folder, 'files')).mode & 0o777, 0o700);
      for (const name of readdirSync(join(bench.folder, 'files'))) {
        const path = join(bench.folder, 'files', name);
        assert.equal(statSync(path).mode & 0o777, 0o600);
        assert(!readFileSync(path, 'utf8').includes(bench.gitlab.token));
      }
    });
  });
});
