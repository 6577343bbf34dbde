import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type ReadOptions, readConfig } from '@gitlab-chatops/executor/repository';
import { CodedError } from '@gitlab-chatops/shared/errors';

const JOB = 'hello:\n  script: echo hello\n';

describe('reading a repository', () => {
  let root: string;
  let tree: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'chatops-read-'));
    tree = join(root, 'tree');
    mkdirSync(tree);
  });
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const environment = () => ({ PATH: process.env.PATH, HOME: root, GIT_CONFIG_NOSYSTEM: '1' });

  const write = (files: Readonly<Record<string, string>>): void => {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(tree, path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
  };

  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
      cwd: tree,
      env: environment(),
      encoding: 'utf8',
    }).trim();

  const commit = (): string => {
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'one');
    return git('rev-parse', 'HEAD');
  };

  const read = (options: Partial<ReadOptions> = {}) =>
    readConfig({ directory: tree, environment: environment(), ...options });

  const jobs = async (options: Partial<ReadOptions> = {}) =>
    (await read(options)).config.jobs.map(({ name }) => name);

  const refusal = async (options: Partial<ReadOptions> = {}) =>
    (await read(options)).config.errors.map(({ message }) => message);

  const code = (expected: string) => (error: unknown) => {
    assert(error instanceof CodedError);
    assert.equal(error.code, expected);
    return true;
  };

  it('takes a plain folder, a working tree with new files, a commit, a bare repository', async () => {
    write({ '.gitlab-ci.yml': JOB });
    assert.deepEqual(await jobs(), ['hello']);
    const sha = commit();
    write({ '.gitlab-ci.yml': 'include: more.yml\n', 'more.yml': 'new:\n  script: echo\n' });
    assert.deepEqual(await jobs(), ['new']);
    assert.deepEqual(await jobs({ ref: sha }), ['hello']);
    const bare = join(root, 'bare.git');
    execFileSync('git', ['clone', '--quiet', '--bare', tree, bare], { env: environment() });
    assert.deepEqual(await jobs({ directory: bare }), ['hello']);
  });

  it('takes a folder with a config of its own inside a larger repository for a project, in a commit too', async () => {
    write({
      '.gitlab-ci.yml': JOB,
      'sub/.gitlab-ci.yml': 'include: ci/*.yml\n',
      'sub/ci/a.yml': 'inner:\n  script: x\n',
    });
    const sha = commit();
    const directory = join(tree, 'sub');
    assert.deepEqual(await jobs({ directory }), ['inner']);
    assert.deepEqual(await jobs({ directory, ref: sha }), ['inner']);
    rmSync(join(directory, '.gitlab-ci.yml'));
    assert.deepEqual(await jobs({ directory }), ['hello']);
  });

  it('lists what a commit of everything would hold: without ignored and deleted files', async () => {
    write({
      '.gitlab-ci.yml': 'include: "ci/*.yml"\n',
      'ci/a.yml': JOB,
      'ci/gone.yml': 'x',
      '.gitignore': 'ci/tmp.yml\n',
    });
    commit();
    rmSync(join(tree, 'ci/gone.yml'));
    write({ 'ci/tmp.yml': 'x', 'ci/new.yml': 'fresh:\n  script: x\n' });
    assert.deepEqual(await jobs(), ['hello', 'fresh']);
  });

  it('reads text that is given in place of the file, and another config path', async () => {
    write({ 'ci/main.yml': 'include: /ci/more.yml\n', 'ci/more.yml': JOB });
    assert.deepEqual(await jobs({ configPath: 'ci/main.yml' }), ['hello']);
    assert.deepEqual(await jobs({ text: 'given:\n  script: x\n' }), ['given']);
  });

  it('never leaves the repository: neither by a path nor through a link', async () => {
    writeFileSync(join(root, 'secret.yml'), JOB);
    mkdirSync(join(root, 'outside'));
    writeFileSync(join(root, 'outside/ci.yml'), JOB);
    const absent = (path: string) => [`Local file \`${path}\` does not exist!`];
    for (const path of ['../secret.yml', 'a/../../secret.yml', './.gitlab-ci.yml']) {
      write({ '.gitlab-ci.yml': `include: {local: ${path}}\n`, 'a/b': '' });
      assert.deepEqual(await refusal(), absent(path));
    }
    symlinkSync(join(root, 'outside'), join(tree, 'linked'));
    write({ '.gitlab-ci.yml': 'include: {local: linked/ci.yml}\n' });
    assert.deepEqual(await refusal(), absent('linked/ci.yml'));
  });

  it('takes a link for what git holds: a file with the name of its target', async () => {
    symlinkSync(join(root, 'secret.yml'), join(tree, '.gitlab-ci.yml'));
    writeFileSync(join(root, 'secret.yml'), JOB);
    const { text, config } = await read();
    assert.equal(text, join(root, 'secret.yml'));
    assert.equal(config.errors.length, 1);
    commit();
    assert.equal((await read({ ref: 'HEAD' })).text, text);
  });

  it('is not held up by a pipe, a device or a huge file', async () => {
    write({ '.gitlab-ci.yml': 'include: [{local: pipe.yml}]\n' });
    execFileSync('mkfifo', [join(tree, 'pipe.yml')]);
    assert.deepEqual(await refusal(), ['Local file `pipe.yml` does not exist!']);
    write({ 'huge.yml': '', '.gitlab-ci.yml': 'include: [{local: huge.yml}]\n' });
    truncateSync(join(tree, 'huge.yml'), 3e9);
    assert.equal((await refusal()).length, 1);
  });

  it('works where the folder is named by a link', async () => {
    write({ '.gitlab-ci.yml': JOB });
    symlinkSync(tree, join(root, 'link'));
    assert.deepEqual(await jobs({ directory: join(root, 'link') }), ['hello']);
  });

  it('knows branch, commit and project of the repository', async () => {
    write({ '.gitlab-ci.yml': JOB });
    const sha = commit();
    git('remote', 'add', 'origin', 'git@gitlab.example.com:acme/shop.git');
    const { context } = await read();
    assert.equal(context.project.path, 'acme/shop');
    assert.equal(context.server.url, 'https://gitlab.example.com');
    assert.equal(context.commit.sha, sha);
  });

  it('says what is wrong with the place it was given', async () => {
    await assert.rejects(read(), code('CONFIG_NO_CI_FILE'));
    await assert.rejects(read({ directory: join(root, 'none') }), code('CONFIG_REPOSITORY_MISSING'));
    write({ '.gitlab-ci.yml': JOB });
    commit();
    for (const ref of ['none', '--output=x', 'HEAD:.gitlab-ci.yml']) {
      await assert.rejects(read({ ref }), code('CONFIG_REF_UNKNOWN'));
    }
    await assert.rejects(read({ environment: { PATH: root, HOME: root } }), code('CONFIG_GIT_MISSING'));
  });
});
