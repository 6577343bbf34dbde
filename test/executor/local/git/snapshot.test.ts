import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { SnapshotRepository } from '@gitlab-chatops/executor/local/git';
import { Bench } from './fixture.js';

describe('snapshot of a working tree', () => {
  let bench: Bench;
  let repository: SnapshotRepository | undefined;
  beforeEach(() => {
    bench = new Bench();
  });
  afterEach(async () => {
    await repository?.close();
    repository = undefined;
    const left = readdirSync(bench.temporary);
    bench.remove();
    assert.deepEqual(left, [], 'the throw-away repository is gone');
  });

  function startRepository(): string {
    bench.git('init', '--quiet', '--initial-branch=main');
    bench.write('.gitlab-ci.yml', 'hello: {script: echo}\n');
    bench.write('.gitignore', '*.log\n');
    bench.write('kept.log', 'tracked though ignored\n');
    bench.git('add', '--force', 'kept.log');
    return bench.commit('first');
  }

  it('is HEAD itself when nothing changed', async () => {
    const head = startRepository();
    repository = await bench.open();
    const commit = await repository.take();
    assert.equal(commit.sha, head);
    assert.equal(commit.dirty, false);
    assert.equal(commit.message.trimEnd(), 'first');
    assert.equal(commit.branch, 'main');
    assert.equal(commit.authorEmail, 'ada@example.com');
  });

  it('holds staged, changed and untracked files, not ignored or deleted ones', async () => {
    const head = startRepository();
    bench.write('gone.txt', 'x');
    bench.commit('second');
    execFileSync('rm', [join(bench.tree, 'gone.txt')]);
    bench.write('staged.txt', 'staged\n');
    bench.git('add', 'staged.txt');
    bench.write('.gitlab-ci.yml', 'changed: {script: echo}\n');
    bench.write('deep/ünïcode name.txt', 'untracked\n');
    bench.write('noise.log', 'ignored\n');
    bench.write('bin/tool', '#!/bin/sh\n');
    chmodSync(join(bench.tree, 'bin/tool'), 0o755);
    symlinkSync('staged.txt', join(bench.tree, 'link'));
    repository = await bench.open();
    const commit = await repository.take();
    assert.equal(commit.dirty, true);
    assert.notEqual(commit.sha, head);
    assert.equal(commit.timestamp, '2026-02-03T04:05:06+00:00');
    assert.deepEqual(await repository.listFiles(commit.sha), [
      '.gitignore',
      '.gitlab-ci.yml',
      'bin/tool',
      'deep/ünïcode name.txt',
      'kept.log',
      'link',
      'staged.txt',
    ]);
    assert.equal(await repository.readFile(commit.sha, '.gitlab-ci.yml'), 'changed: {script: echo}\n');
    assert.equal(await repository.readFile(commit.sha, 'noise.log'), undefined);
    const modes = execFileSync('git', ['ls-tree', commit.sha, 'bin/', 'link'], {
      cwd: repository.gitDirectory,
      encoding: 'utf8',
    });
    assert.match(modes, /^100755 .*bin\/tool\n120000 .*link\n$/);
  });

  it('follows the tree from command to command', async () => {
    startRepository();
    repository = await bench.open();
    const before = await repository.take();
    bench.write('new.txt', 'now\n');
    const [after, again] = await Promise.all([repository.take(), repository.take()]);
    assert.notEqual(after.sha, before.sha);
    assert.equal(again.sha, after.sha);
    assert.equal(await repository.readFile(after.sha, 'new.txt'), 'now\n');
  });

  it('leaves index, refs, config and objects of the user alone', async () => {
    startRepository();
    bench.write('staged.txt', 'staged\n');
    bench.git('add', 'staged.txt');
    bench.write('untracked.txt', 'x\n');
    const look = () => ({
      index: readFileSync(join(bench.tree, '.git/index')).toString('base64'),
      indexTime: statSync(join(bench.tree, '.git/index')).mtimeMs,
      files: execFileSync('find', ['.git', '-type', 'f'], { cwd: bench.tree, encoding: 'utf8' })
        .split('\n')
        .sort(),
      status: bench.git('--no-optional-locks', 'status', '--porcelain'),
    });
    const before = look();
    repository = await bench.open();
    await repository.take();
    assert.deepEqual(look(), before);
  });

  it("runs none of the user's hooks, filters or file monitors", async () => {
    startRepository();
    const trap = (name: string) => `touch ${join(bench.root, `ran-${name}`)}; cat`;
    bench.git('config', 'core.fsmonitor', `${trap('fsmonitor')} >/dev/null`);
    bench.git('config', 'core.hooksPath', join(bench.tree, 'hooks'));
    for (const hook of ['post-index-change', 'reference-transaction', 'pre-commit', 'post-commit']) {
      bench.write(`hooks/${hook}`, `#!/bin/sh\n${trap(hook)}\n`);
      chmodSync(join(bench.tree, 'hooks', hook), 0o755);
    }
    bench.write('.gitattributes', '*.txt filter=evil\n');
    bench.write('filtered.txt', 'plain\n');
    bench.git('config', 'filter.evil.clean', trap('clean'));
    bench.git('config', 'filter.evil.required', 'true');
    const submodule = join(bench.tree, 'sub');
    for (const args of [
      ['init', '--quiet', submodule],
      ['-C', submodule, 'commit', '--quiet', '--allow-empty', '-m', 'sub'],
      ['-C', bench.tree, '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', 'add', 'sub'],
      ['-C', submodule, 'config', 'core.fsmonitor', `${trap('submodule')} >/dev/null`],
    ]) {
      execFileSync('git', args, { env: bench.environment, stdio: 'ignore' });
    }
    repository = await bench.open();
    const commit = await repository.take();
    assert.equal(await repository.readFile(commit.sha, 'filtered.txt'), 'plain\n');
    assert.deepEqual(
      readdirSync(bench.root).filter((name) => name.startsWith('ran-')),
      [],
    );
  });

  it("honours the user's own ignore files", async () => {
    startRepository();
    bench.write('.config/git/ignore', '*.swp\n', bench.home);
    bench.write('.git/info/exclude', '*.tmp\n');
    for (const file of ['a.swp', 'a.tmp', 'a.txt']) bench.write(file, 'x');
    repository = await bench.open();
    const files = await repository.listFiles((await repository.take()).sha);
    assert.deepEqual(
      files.filter((file) => file.startsWith('a.')),
      ['a.txt'],
    );
  });

  it('keeps files that a sparse checkout leaves out', async () => {
    startRepository();
    bench.write('inside/a.txt', 'a');
    bench.write('outside/b.txt', 'b');
    bench.commit('two directories');
    bench.git('sparse-checkout', 'set', '--cone', '--sparse-index', 'inside');
    assert.equal(existsSync(join(bench.tree, 'outside')), false);
    bench.write('inside/c.txt', 'c');
    repository = await bench.open();
    const files = await repository.listFiles((await repository.take()).sha);
    assert.ok(files.includes('outside/b.txt') && files.includes('inside/c.txt'));
  });

  it('reads a split index', async () => {
    startRepository();
    bench.git('update-index', '--split-index');
    bench.write('staged.txt', 'x');
    bench.git('add', 'staged.txt');
    repository = await bench.open();
    const files = await repository.listFiles((await repository.take()).sha);
    assert.ok(files.includes('kept.log') && files.includes('staged.txt'));
  });

  it('serves a commit instead with ref', async () => {
    const first = startRepository();
    bench.write('later.txt', 'x');
    bench.commit('second');
    bench.write('untracked.txt', 'x');
    repository = await bench.open({ ref: 'HEAD~1' });
    const commit = await repository.take();
    assert.equal(commit.sha, first);
    assert.equal(commit.dirty, false);
  });

  it('refuses a ref that is no commit, and one that looks like an option', async () => {
    startRepository();
    for (const ref of ['no-such', '--git-dir']) {
      await assert.rejects(bench.open({ ref }), { code: 'CONFIG_REF_UNKNOWN' });
    }
  });

  it('takes a directory that is no repository', async () => {
    bench.write('.gitlab-ci.yml', 'a: {script: b}\n');
    bench.write('.gitignore', 'no/\n');
    bench.write('no/secret', 'x');
    repository = await bench.open();
    const commit = await repository.take();
    assert.deepEqual(await repository.listFiles(commit.sha), ['.gitignore', '.gitlab-ci.yml']);
    assert.equal(commit.branch, 'main');
    assert.equal(existsSync(join(bench.tree, '.git')), false);
  });

  it('takes a directory with a config of its own inside a larger repository alone', async () => {
    startRepository();
    bench.write('examples/.gitlab-ci.yml', 'a: {script: b}\n');
    bench.write('plain/readme', 'x');
    bench.commit('second');
    repository = await bench.open({ directory: join(bench.tree, 'examples') });
    assert.deepEqual(await repository.listFiles((await repository.take()).sha), ['.gitlab-ci.yml']);
    await repository.close();
    repository = await bench.open({ directory: join(bench.tree, 'plain') });
    assert.ok((await repository.listFiles((await repository.take()).sha)).includes('kept.log'));
  });

  it('takes a repository without commits, a bare one, a linked work tree and a shallow clone', async () => {
    bench.git('init', '--quiet', '--initial-branch=main');
    bench.write('a.txt', 'a');
    repository = await bench.open();
    assert.deepEqual(await repository.listFiles((await repository.take()).sha), ['a.txt']);
    await repository.close();

    const head = bench.commit('first');
    bench.write('a.txt', 'b');
    const second = bench.commit('second');
    bench.git('clone', '--quiet', '--bare', bench.tree, join(bench.root, 'bare.git'));
    repository = await bench.open({ directory: join(bench.root, 'bare.git') });
    assert.equal((await repository.take()).sha, second);
    await repository.close();

    bench.git('worktree', 'add', '--quiet', join(bench.root, 'linked'), head);
    repository = await bench.open({ directory: join(bench.root, 'linked') });
    assert.equal((await repository.take()).sha, head);
    await repository.close();

    bench.git('clone', '--quiet', '--depth=1', `file://${bench.tree}`, join(bench.root, 'shallow'));
    bench.write('b.txt', 'b', join(bench.root, 'shallow'));
    repository = await bench.open({ directory: join(bench.root, 'shallow') });
    const commit = await repository.take();
    const log = execFileSync('git', ['log', '--format=%s', commit.sha], {
      cwd: repository.gitDirectory,
      encoding: 'utf8',
    });
    assert.equal(log, 'Snapshot of the working tree of main\nsecond\n');
  });

  it('serves tags and other branches beside the default branch', async () => {
    const head = startRepository();
    bench.git('tag', '-a', 'v1', '-m', 'one');
    bench.git('branch', 'topic/x');
    repository = await bench.open();
    await repository.take();
    await repository.createPipelineRef(77, head);
    const refs = execFileSync('git', ['for-each-ref', '--format=%(refname)'], {
      cwd: repository.gitDirectory,
      encoding: 'utf8',
    });
    assert.deepEqual(refs.trim().split('\n'), [
      'refs/heads/main',
      'refs/heads/topic/x',
      'refs/pipelines/77',
      'refs/tags/v1',
    ]);
  });

  it('works from inside an outer git command', async () => {
    const head = startRepository();
    repository = await bench.open({
      environment: { ...bench.environment, GIT_DIR: '/nowhere', GIT_INDEX_FILE: '/nowhere/index' },
    });
    assert.equal((await repository.take()).sha, head);
  });

  it('names files it could not read and takes the rest', async () => {
    if (process.getuid?.() === 0) {
      // Root reads everything, so a dangling embedded repository stands in for the unreadable file.
      bench.write('.gitlab-ci.yml', 'a: {script: b}\n');
      execFileSync('git', ['init', '--quiet', join(bench.tree, 'embedded')], { env: bench.environment });
    } else {
      bench.write('.gitlab-ci.yml', 'a: {script: b}\n');
      bench.write('locked', 'x');
      chmodSync(join(bench.tree, 'locked'), 0);
    }
    repository = await bench.open();
    const commit = await repository.take();
    assert.deepEqual(await repository.listFiles(commit.sha), ['.gitlab-ci.yml']);
    assert.ok(commit.warnings.length > 0);
  });

  it("says that git does not trust another user's repository", async function () {
    if (process.getuid?.() !== 0) {
      console.log('      skipped: only root can give a directory to another user');
      this.skip();
    }
    startRepository();
    execFileSync('chown', ['-R', '12345', bench.tree]);
    await assert.rejects(bench.open(), { code: 'CONFIG_REPOSITORY_OWNER' });
  });

  it('says when the directory does not exist', async () => {
    await assert.rejects(bench.open({ directory: join(bench.root, 'none') }), {
      code: 'CONFIG_REPOSITORY_MISSING',
    });
  });
});
