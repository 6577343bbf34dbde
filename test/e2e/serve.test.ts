import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Visitor } from '../executor/local/page/visitor.js';
import { buildBundle, bundle, cleanUp, exampleProject, serve } from './serving.js';

describe('end to end: serve', function () {
  this.timeout(60_000);
  before(() => buildBundle());
  afterEach(cleanUp);

  const run = (...args: string[]) =>
    spawnSync(process.execPath, [bundle, 'serve', ...args], { encoding: 'utf8' });

  it('ends on Ctrl-C and SIGTERM with status 0, nothing left, nothing said', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const serving = await serve(exampleProject());
      assert.equal(await serving.stop(signal), 0);
      assert.deepEqual([serving.leftovers(), serving.stderr()], [[], '']);
    }
  });

  it('ends in the middle of a command, nothing left, nothing said', async () => {
    const serving = await serve(exampleProject());
    const visitor = await Visitor.enter(serving);
    const cut = visitor.say('/project run hello-world').catch(() => undefined);
    assert.equal(await serving.stop('SIGTERM'), 0);
    await cut;
    assert.deepEqual([serving.leftovers(), serving.stderr()], [[], '']);
  });

  it('answers with what the folder holds now, without touching its index', async () => {
    const project = exampleProject();
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], {
        cwd: project,
        encoding: 'utf8',
      });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'first');
    const serving = await serve(project);
    const visitor = await Visitor.enter(serving);
    writeFileSync(
      join(project, '.gitlab-ci.yml'),
      'fresh:\n  variables: {GIT_STRATEGY: none}\n  script: [echo brand-new-$CHAT_INPUT]\n',
    );
    await visitor.say('/project run fresh 1');
    await visitor.until(/"web_api".*brand-new-1/);
    assert.equal(git('status', '--porcelain'), ' M .gitlab-ci.yml\n');
    assert.equal(await serving.stop('SIGTERM'), 0);
    const old = await serve(project, '--ref', 'HEAD');
    const again = await Visitor.enter(old);
    await again.say('/project run fresh 1');
    await again.until(/could not be scheduled/);
    await again.say('/project run hello-world');
    await again.until(/"web_api".*Hello World/);
    assert.equal(await old.stop('SIGTERM'), 0);
  });

  it('runs two jobs at once, each with its own reply', async () => {
    const serving = await serve(exampleProject());
    const visitor = await Visitor.enter(serving);
    await Promise.all([
      visitor.say('/project run hello-world One'),
      visitor.say('/project run hello-world Two'),
    ]);
    const events = await visitor.until(/"success"[\s\S]*"success"/);
    const replies = await visitor.until(/Hello One[\s\S]*Hello Two|Hello Two[\s\S]*Hello One/);
    assert.equal(events.length > 0 && replies.length > 0, true);
    assert.equal(await serving.stop('SIGTERM'), 0);
  });

  it('names what is wrong with a call, with status 2', () => {
    const project = exampleProject();
    const cases: [string[], RegExp][] = [
      [['--port', 'x'], /port/],
      [['--port', '65536'], /port/],
      [['--repo', join(project, 'nowhere')], /CONFIG_REPOSITORY_MISSING/],
      [['--repo', project, '--ref', 'nothing'], /CONFIG_REF_UNKNOWN/],
      [['--nonsense'], /nonsense/],
    ];
    for (const [args, said] of cases) {
      const { status, stderr } = run(...args);
      assert.equal(status, 2, args.join(' '));
      assert.match(stderr, said);
    }
    rmSync(project, { recursive: true });
  });

  it('says so when the port is taken', async () => {
    const serving = await serve(exampleProject());
    const { status, stderr } = run('--repo', exampleProject(), '--port', new URL(serving.url).port);
    assert.equal(status, 2);
    assert.match(stderr, /CONFIG_PORT_IN_USE/);
  });
});
