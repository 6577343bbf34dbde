import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FileCache, type GitLabServer } from '@gitlab-chatops/executor/repository';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { GitLabFiles, type GitLabFilesOptions } from '../../../executor/src/repository/gitlab-files.js';
import { RestServer } from './rest-server.js';

const ONE = '1'.repeat(40);
const TWO = '2'.repeat(40);
const THREE = '3'.repeat(40);

describe('files of a GitLab', () => {
  let gitlab: RestServer;
  let other: RestServer;
  let folder: string;
  let now = 0;

  before(async () => {
    gitlab = await RestServer.start();
    other = await RestServer.start();
  });
  after(() => Promise.all([gitlab.close(), other.close()]));

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chatops-cache-'));
    now = Date.UTC(2026, 10, 24);
    for (const server of [gitlab, other]) {
      server.seen.length = 0;
      server.faults.length = 0;
      server.projects.clear();
      server.templates.clear();
      server.pages.clear();
    }
    gitlab.projects.set('acme/ci', {
      refs: { HEAD: ONE, main: ONE, 'feature/x': TWO, v1: TWO },
      commits: {
        [ONE]: { 'deploy.yml': 'one', 'jobs/a.yml': 'a', 'jobs/b.yml': 'b', 'README.md': '' },
        [TWO]: { 'deploy.yml': 'two' },
      },
    });
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const server = (token?: string): GitLabServer =>
    token === undefined ? { url: gitlab.url } : { url: gitlab.url, token: { kind: 'access', value: token } };

  const open = (options: Partial<GitLabFilesOptions> = {}): GitLabFiles =>
    new GitLabFiles({ server: server(), environment: {}, timeoutMs: 300, pauseMs: 1, ...options });

  const cached = (options: Partial<GitLabFilesOptions> = {}): GitLabFiles =>
    open({ cache: new FileCache(join(folder, 'files'), () => now), ...options });

  const ci = { project: 'acme/ci' };

  describe('of projects', () => {
    it('come from the default branch, a branch with a slash, a tag, a commit', async () => {
      const files = open();
      const texts = await Promise.all(
        [ci, { ...ci, ref: 'feature/x' }, { ...ci, ref: 'v1' }, { ...ci, ref: ONE }].map((commit) =>
          files.file('deploy.yml', commit),
        ),
      );
      assert.deepEqual(texts, [
        { kind: 'text', text: 'one' },
        { kind: 'text', text: 'two' },
        { kind: 'text', text: 'two' },
        { kind: 'text', text: 'one' },
      ]);
    });

    it('say what is missing: the file, the ref; a project only to whoever has a token', async () => {
      const missing = { kind: 'missing', what: 'ref' };
      assert.deepEqual(await open().file('none.yml', ci), { kind: 'missing' });
      assert.deepEqual(await open().file('deploy.yml', { ...ci, ref: 'none' }), missing);
      assert.deepEqual(await open({ server: server(gitlab.token) }).file('a.yml', { project: 'acme/none' }), {
        kind: 'missing',
        what: 'project',
      });
      const hidden = await open().file('a.yml', { project: 'acme/none' });
      assert.equal(hidden.kind, 'unknown');
      assert.match(hidden.kind === 'unknown' ? hidden.reason : '', /token/);
    });

    it('are all of the commit that the ref stood for at first', async () => {
      const files = open();
      await files.file('jobs/a.yml', { ...ci, ref: 'main' });
      const before = gitlab.projects.get('acme/ci');
      assert(before);
      gitlab.projects.set('acme/ci', { ...before, refs: { ...before.refs, main: TWO } });
      assert.deepEqual(await files.file('deploy.yml', { ...ci, ref: 'main' }), { kind: 'text', text: 'one' });
      assert.deepEqual(await files.listing({ ...ci, ref: 'main' }), {
        kind: 'known',
        paths: ['deploy.yml', 'jobs/a.yml', 'jobs/b.yml', 'README.md'],
      });
    });

    it('are asked for with the token, and never outside the endpoint', async () => {
      const files = open({ server: server(gitlab.token) });
      await files.file('deploy.yml', ci);
      assert.deepEqual(gitlab.seen, [
        { path: '/api/v4/projects/acme/ci/repository/files/deploy.yml/raw?ref=HEAD', token: gitlab.token },
      ]);
      gitlab.seen.length = 0;
      await files.file('..', { project: '..', ref: '..' });
      await files.file('../../../x.yml', ci);
      assert.deepEqual(
        gitlab.seen.map(({ path }) => path),
        [
          '/api/v4/projects/acme/ci/repository/files/../../../x.yml/raw?ref=1111111111111111111111111111111111111111',
        ],
      );
    });
  });

  describe('templates', () => {
    it('come through the project where there is one, in folders too', async () => {
      gitlab.templates.set('Jobs/Build', 'build: {}');
      gitlab.templates.set('Auto-DevOps', 'auto: {}');
      const files = open({ project: 'acme/ci' });
      assert.deepEqual(await files.template('Jobs/Build.gitlab-ci.yml'), { kind: 'text', text: 'build: {}' });
      assert.deepEqual(await files.template('None.gitlab-ci.yml'), { kind: 'missing', what: 'file' });
      assert.deepEqual(await open().template('Auto-DevOps.gitlab-ci.yml'), {
        kind: 'text',
        text: 'auto: {}',
      });
      assert.equal((await open().template('None.gitlab-ci.yml')).kind, 'missing');
      assert.equal((await open().template('Jobs/Build.gitlab-ci.yml')).kind, 'unknown');
      const hidden = open({ project: 'acme/hidden' });
      assert.deepEqual(await hidden.template('Auto-DevOps.gitlab-ci.yml'), {
        kind: 'text',
        text: 'auto: {}',
      });
    });
  });

  describe('components', () => {
    const component = 'spec: {}';
    beforeEach(() => {
      gitlab.projects.set('acme/parts', {
        refs: { HEAD: THREE, main: THREE, '1.1.0': ONE, 'v2.0.0': TWO, branch: THREE, '3': THREE },
        commits: {
          [ONE]: { 'templates/deploy.yml': 'one' },
          [TWO]: { 'templates/deploy/template.yml': 'two', 'templates/deploy.yml': ' \n' },
          [THREE]: { 'templates/deploy.yml': 'three', 'templates/sub/deploy.yml': component },
        },
        releases: [
          { tag: '1.0.0', sha: THREE },
          { tag: '1.1.0', sha: ONE },
          { tag: '1.10.0-rc1', sha: THREE },
          { tag: 'v2.0.0', sha: TWO },
          { tag: 'nightly', sha: THREE },
        ],
      });
    });

    const at = (version: string, name = 'deploy') => `${gitlab.host}/acme/parts/${name}@${version}`;

    it('are found by ~latest, a partial version, a release, a branch, a commit', async () => {
      const files = open();
      const found = async (version: string) => {
        const answer = await files.component(at(version));
        return answer.kind === 'text' ? [answer.text, answer.sha, answer.version] : answer;
      };
      assert.deepEqual(await found('~latest'), ['two', TWO, '2.0.0']);
      assert.deepEqual(await found('1'), ['one', ONE, '1.1.0']);
      assert.deepEqual(await found('1.0'), ['three', THREE, '1.0.0']);
      assert.deepEqual(await found('v2.0.0'), ['two', TWO, '2.0.0']);
      assert.deepEqual(await found('branch'), ['three', THREE, '']);
      assert.deepEqual(await found('3'), ['three', THREE, '']);
      assert.deepEqual(await found(ONE), ['one', ONE, '']);
    });

    it('say in the words of GitLab why there is none', async () => {
      const files = open();
      const message = async (address: string) => {
        const answer = await files.component(address);
        return answer.kind === 'missing' ? answer.message : answer.kind;
      };
      const none = at('1', 'none');
      assert.equal(await message(none), `Component '${none}' - content not found`);
      assert.match(await message(`${gitlab.host}/acme/ci/deploy@~latest`), /~latest .* non-catalog/);
      assert.match(await message(`${gitlab.host}/acme/ci/deploy@1`), /partial .* non-catalog/);
      assert.match(await message(`${gitlab.host}/acme/parts/deploy`), /path is not supported$/);
      assert.equal(await message(`gitlab.example.org/acme/parts/deploy@1`), 'unknown');
      assert.equal(await message(`${gitlab.host}x/acme/parts/deploy@1`), 'unknown');
      assert.match(await message(`${gitlab.host}/deploy@1`), /content not found/);
    });
  });

  describe('remote files', () => {
    it('are read without the token; 4xx is what GitLab would say', async () => {
      gitlab.pages.set('/ci.yml', 'a: {}');
      const files = open({ server: server(gitlab.token) });
      assert.deepEqual(await files.remote(`${gitlab.url}/ci.yml`), { kind: 'text', text: 'a: {}' });
      const absent = await files.remote(`${gitlab.url}/none.yml`);
      assert.match(absent.kind === 'missing' ? (absent.message ?? '') : '', /HTTP code `404`/);
      assert.deepEqual(new Set(gitlab.seen.map(({ token }) => token)), new Set([undefined]));
      const ssh = await files.remote('ssh://git@example.com/a.yml');
      assert.match(ssh.kind === 'missing' ? (ssh.message ?? '') : '', /allowed schemes/);
    });

    it('on the local network are not asked for, by whatever name', async () => {
      other.pages.set('/ci.yml', 'secret: {}');
      const { port } = new URL(other.url);
      const names = [
        '127.0.0.1',
        'localhost',
        '[::1]',
        '2130706433',
        '[::ffff:127.0.0.1]',
        '0.0.0.0',
        '10.0.0.1',
      ];
      for (const name of names) {
        assert.equal((await open().remote(`http://${name}:${port}/ci.yml`)).kind, 'unknown', name);
      }
      gitlab.faults.push((_, response) => response.writeHead(302, { Location: `${other.url}/ci.yml` }).end());
      assert.equal((await open().remote(`${gitlab.url}/ci.yml`)).kind, 'unknown');
      assert.deepEqual(other.seen, []);
    });
  });

  describe('when the server misbehaves', () => {
    const status =
      (code: number, headers: Record<string, string> = {}) =>
      () =>
        gitlab.faults.push((_, response) => response.writeHead(code, headers).end('{"message":"no"}'));

    const reason = async (files = open()) => {
      const answer = await files.file('deploy.yml', ci);
      return answer.kind === 'unknown' ? answer.reason : answer.kind;
    };

    it('tries three times: 5xx, 429, a cut connection', async () => {
      status(500)();
      status(503)();
      assert.equal(await reason(), 'text');
      status(429, { 'Retry-After': '0' })();
      gitlab.faults.push((request) => request.socket.destroy());
      assert.equal(await reason(), 'text');
      for (const _ of [1, 2, 3]) status(502)();
      assert.match(await reason(), /502/);
      assert.equal(gitlab.seen.length, 9);
      status(429, { 'Retry-After': '600' })();
      assert.match(await reason(), /429/);
    });

    it('says unknown with a reason for 401 and 403 without a token, HTML, slowness, a huge file', async () => {
      status(401)();
      assert.match(await reason(), /wants a token/);
      status(403)();
      assert.match(await reason(), /forbids/);
      gitlab.faults.push((_, response) => response.end('<html>'));
      const listing = await open().listing(ci);
      assert.match(listing.kind === 'unknown' ? listing.reason : '', /not GitLab's/);
      for (const _ of [1, 2, 3]) gitlab.faults.push(() => {});
      assert.match(await reason(open({ timeoutMs: 50 })), /in time/);
      gitlab.faults.push((_, response) => {
        const more = (): void => {
          while (!response.destroyed && response.write(Buffer.alloc(65536, 97)));
        };
        response.on('drain', more);
        more();
      });
      assert.match(await reason(open({ timeoutMs: 5000 })), /larger than/);
      assert.match(await reason(open({ server: { url: 'http://127.0.0.1:1' } })), /ECONNREFUSED/);
    });

    it('follows a moved project on the same host; nothing goes to another one', async () => {
      const moved = '/api/v4/projects/acme%2Fci/repository/files/deploy.yml/raw?ref=HEAD';
      status(301, { Location: moved })();
      assert.equal(await reason(open({ server: server(gitlab.token) })), 'text');
      assert.deepEqual(new Set(gitlab.seen.map(({ token }) => token)), new Set([gitlab.token]));
      status(302, { Location: `${other.url}${moved}` })();
      assert.match(await reason(open({ server: server(gitlab.token) })), /redirects/);
      assert.deepEqual(other.seen, []);
      for (const _ of Array(7)) status(302, { Location: moved })();
      assert.match(await reason(), /without end/);
    });

    it('ends everything when the token is refused, and never repeats it', async () => {
      const files = open({ server: server('glpat-wrong-and-secret') });
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
      assert.equal(await text(cached()), 'one');
      assert.equal(await text(cached()), 'one');
      assert.equal(gitlab.seen.length, 1);
      assert.equal(await text(cached(), ONE), 'one');
      assert.equal(gitlab.seen.length, 1);
      now += 61_000;
      assert.equal(await text(cached()), 'one');
      assert.equal(gitlab.seen.length, 2);
    });

    it('answers offline what was read before, however old, and asks nothing', async () => {
      gitlab.templates.set('A', 'a: {}');
      await text(cached());
      await cached().template('A.gitlab-ci.yml');
      now += 1e9;
      gitlab.seen.length = 0;
      assert.equal(await text(cached({ offline: true })), 'one');
      assert.equal((await cached({ offline: true }).template('A.gitlab-ci.yml')).kind, 'text');
      const unread = await cached({ offline: true }).file('jobs/a.yml', ci);
      assert.match(unread.kind === 'unknown' ? unread.reason : '', /--offline/);
      assert.equal(gitlab.seen.length, 0);
    });

    it('keeps no failure, no token, and nothing that others can read', async () => {
      gitlab.faults.push((_, response) => response.writeHead(403).end());
      const files = { server: server(gitlab.token) };
      assert.equal(await text(cached(files)), 'unknown');
      assert.equal(await text(cached(files)), 'one');
      assert.equal(statSync(join(folder, 'files')).mode & 0o777, 0o700);
      for (const name of readdirSync(join(folder, 'files'))) {
        const path = join(folder, 'files', name);
        assert.equal(statSync(path).mode & 0o777, 0o600);
        assert(!readFileSync(path, 'utf8').includes(gitlab.token));
      }
    });
  });
});
