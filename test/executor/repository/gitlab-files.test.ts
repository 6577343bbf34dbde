import assert from 'node:assert/strict';
import { GitLabBench, ONE, TWO } from './gitlab-bench.js';

const THREE = '3'.repeat(40);

describe('files of a GitLab', () => {
  let bench: GitLabBench;
  beforeEach(async () => {
    bench = await GitLabBench.start();
  });
  afterEach(() => bench.close());

  const ci = { project: 'acme/ci' };

  describe('of projects', () => {
    it('come from the default branch, a branch with a slash, a tag, a commit', async () => {
      const files = bench.open();
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
      assert.deepEqual(await bench.open().file('none.yml', ci), { kind: 'missing' });
      assert.deepEqual(await bench.open().file('deploy.yml', { ...ci, ref: 'none' }), missing);
      assert.deepEqual(
        await bench
          .open({ server: bench.server(bench.gitlab.token) })
          .file('a.yml', { project: 'acme/none' }),
        {
          kind: 'missing',
          what: 'project',
        },
      );
      const hidden = await bench.open().file('a.yml', { project: 'acme/none' });
      assert.equal(hidden.kind, 'unknown');
      assert.match(hidden.kind === 'unknown' ? hidden.reason : '', /token/);
    });

    it('are all of the commit that the ref stood for at first', async () => {
      const files = bench.open();
      await files.file('jobs/a.yml', { ...ci, ref: 'main' });
      const before = bench.gitlab.projects.get('acme/ci');
      assert(before);
      bench.gitlab.projects.set('acme/ci', { ...before, refs: { ...before.refs, main: TWO } });
      assert.deepEqual(await files.file('deploy.yml', { ...ci, ref: 'main' }), { kind: 'text', text: 'one' });
      assert.deepEqual(await files.listing({ ...ci, ref: 'main' }), {
        kind: 'known',
        paths: ['deploy.yml', 'jobs/a.yml', 'jobs/b.yml', 'README.md'],
      });
    });

    it('are asked for with the token, and never outside the endpoint', async () => {
      const files = bench.open({ server: bench.server(bench.gitlab.token) });
      await files.file('deploy.yml', ci);
      assert.deepEqual(bench.gitlab.seen, [
        {
          path: '/api/v4/projects/acme/ci/repository/files/deploy.yml/raw?ref=HEAD',
          token: bench.gitlab.token,
        },
      ]);
      bench.gitlab.seen.length = 0;
      await files.file('..', { project: '..', ref: '..' });
      await files.file('../../../x.yml', ci);
      assert.deepEqual(
        bench.gitlab.seen.map(({ path }) => path),
        [
          '/api/v4/projects/acme/ci/repository/files/../../../x.yml/raw?ref=1111111111111111111111111111111111111111',
        ],
      );
    });
  });

  describe('templates', () => {
    it('come through the project where there is one, in folders too', async () => {
      bench.gitlab.templates.set('Jobs/Build', 'build: {}');
      bench.gitlab.templates.set('Auto-DevOps', 'auto: {}');
      const files = bench.open({ project: 'acme/ci' });
      assert.deepEqual(await files.template('Jobs/Build.gitlab-ci.yml'), { kind: 'text', text: 'build: {}' });
      assert.deepEqual(await files.template('None.gitlab-ci.yml'), { kind: 'missing', what: 'file' });
      assert.deepEqual(await bench.open().template('Auto-DevOps.gitlab-ci.yml'), {
        kind: 'text',
        text: 'auto: {}',
      });
      assert.equal((await bench.open().template('None.gitlab-ci.yml')).kind, 'missing');
      assert.equal((await bench.open().template('Jobs/Build.gitlab-ci.yml')).kind, 'unknown');
      const hidden = bench.open({ project: 'acme/hidden' });
      assert.deepEqual(await hidden.template('Auto-DevOps.gitlab-ci.yml'), {
        kind: 'text',
        text: 'auto: {}',
      });
    });
  });

  describe('components', () => {
    const component = 'spec: {}';
    beforeEach(() => {
      bench.gitlab.projects.set('acme/parts', {
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

    const at = (version: string, name = 'deploy') => `${bench.gitlab.host}/acme/parts/${name}@${version}`;

    it('are found by ~latest, a partial version, a release, a branch, a commit', async () => {
      const files = bench.open();
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
      const files = bench.open();
      const message = async (address: string) => {
        const answer = await files.component(address);
        return answer.kind === 'missing' ? answer.message : answer.kind;
      };
      const none = at('1', 'none');
      assert.equal(await message(none), `Component '${none}' - content not found`);
      assert.match(await message(`${bench.gitlab.host}/acme/ci/deploy@~latest`), /~latest .* non-catalog/);
      assert.match(await message(`${bench.gitlab.host}/acme/ci/deploy@1`), /partial .* non-catalog/);
      assert.match(await message(`${bench.gitlab.host}/acme/parts/deploy`), /path is not supported$/);
      assert.equal(await message(`gitlab.example.org/acme/parts/deploy@1`), 'unknown');
      assert.equal(await message(`${bench.gitlab.host}x/acme/parts/deploy@1`), 'unknown');
      assert.match(await message(`${bench.gitlab.host}/deploy@1`), /content not found/);
    });
  });

  describe('remote files', () => {
    it('are read without the token; 4xx is what GitLab would say', async () => {
      bench.gitlab.pages.set('/ci.yml', 'a: {}');
      const files = bench.open({ server: bench.server(bench.gitlab.token) });
      assert.deepEqual(await files.remote(`${bench.gitlab.url}/ci.yml`), { kind: 'text', text: 'a: {}' });
      const absent = await files.remote(`${bench.gitlab.url}/none.yml`);
      assert.match(absent.kind === 'missing' ? (absent.message ?? '') : '', /HTTP code `404`/);
      assert.deepEqual(new Set(bench.gitlab.seen.map(({ token }) => token)), new Set([undefined]));
      const ssh = await files.remote('ssh://git@example.com/a.yml');
      assert.match(ssh.kind === 'missing' ? (ssh.message ?? '') : '', /allowed schemes/);
    });

    it('on the local network are not asked for, by whatever name', async () => {
      bench.other.pages.set('/ci.yml', 'secret: {}');
      const { port } = new URL(bench.other.url);
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
        assert.equal((await bench.open().remote(`http://${name}:${port}/ci.yml`)).kind, 'unknown', name);
      }
      bench.gitlab.faults.push((_, response) =>
        response.writeHead(302, { Location: `${bench.other.url}/ci.yml` }).end(),
      );
      assert.equal((await bench.open().remote(`${bench.gitlab.url}/ci.yml`)).kind, 'unknown');
      assert.deepEqual(bench.other.seen, []);
    });
  });
});
