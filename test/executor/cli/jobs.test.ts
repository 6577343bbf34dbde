import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { CommandLine, type Finished } from './command-line.js';

const CONFIG = `deploy:
  script: echo
  rules:
    - if: $CI_PIPELINE_SOURCE == "chat"
build:
  script: make
  except: [chat]
"two words":
  script: x
`;

const COLOUR = '\x1b[';

describe('gitlab-chatops jobs', function () {
  this.timeout(60_000);
  let command: CommandLine;
  before(() => {
    command = CommandLine.open();
  });
  after(() => command.close());
  beforeEach(() => command.write({ '.gitlab-ci.yml': CONFIG }));

  const verdicts = ({ stdout }: Finished) =>
    stdout.split('\n').flatMap((line) => (/^\S.* {2}(yes|no|depends|unknown)\b/.test(line) ? [line] : []));

  it('says of every job whether chat can run it, with the place that decides', async () => {
    const answer = await command.call(['jobs']);
    assert.deepEqual([answer.status, answer.stderr], [0, '']);
    const [deploy = '', build = '', words = ''] = verdicts(answer);
    assert.match(deploy, /^deploy +yes .*\.gitlab-ci\.yml:4$/);
    assert.match(build, /^build +no .*\.gitlab-ci\.yml:7$/);
    assert.match(words, /^two words +no /);
    assert.match(answer.stdout, /also runs on push/);
    assert(!answer.stdout.includes(COLOUR));
  });

  it('prints JSON of a versioned shape', async () => {
    const { stdout, status } = await command.call(['jobs', '--json']);
    const answer = JSON.parse(stdout);
    assert.equal(status, 0);
    assert.deepEqual(Object.keys(answer), ['format', 'valid', 'errors', 'unknown', 'jobs']);
    assert.equal(answer.format, 1);
    assert.deepEqual(
      answer.jobs.map((job: { name: string; chat: string }) => [job.name, job.chat]),
      [
        ['deploy', 'yes'],
        ['build', 'no'],
        ['two words', 'no'],
      ],
    );
    assert.deepEqual(Object.keys(answer.jobs[0]), [
      'name',
      'stage',
      'chat',
      'depends_on',
      'reason',
      'also_runs_on',
      'at',
      'rules',
    ]);
    assert.deepEqual([answer.jobs[0].reason.at.line, answer.jobs[0].also_runs_on], [4, []]);
  });

  it('has colours when asked for, never in a pipe, NO_COLOR and --no-color win over FORCE_COLOR', async () => {
    const colours = async (args: string[], environment: NodeJS.ProcessEnv = {}) =>
      (await command.call(['jobs', ...args], { environment })).stdout.includes(COLOUR);
    assert.equal(await colours(['--color']), true);
    assert.equal(await colours([], { FORCE_COLOR: '1' }), true);
    assert.equal(await colours([], { FORCE_COLOR: '1', NO_COLOR: '1' }), false);
    assert.equal(await colours(['--no-color'], { FORCE_COLOR: '1' }), false);
    assert.equal(await colours([], { FORCE_COLOR: '1', TERM: 'dumb' }), false);
  });

  it('reads a subfolder, another config, a commit, standard input', async () => {
    command.write({ 'sub/a/file': '', 'ci/other.yml': 'other:\n  script: x\n' });
    const names = async (args: string[], options = {}) =>
      verdicts(await command.call(['jobs', ...args], options)).map((line) => line.split(/ {2,}/)[0]);
    const all = ['deploy', 'build', 'two words'];
    const git = (...args: string[]) =>
      execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: command.project });
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '-m', 'one');
    command.write({ '.gitlab-ci.yml': 'new:\n  script: x\n' });
    assert.deepEqual(await names([], { cwd: join(command.project, 'sub/a') }), ['new']);
    assert.deepEqual(await names(['--ref', 'HEAD']), all);
    assert.deepEqual(await names(['--config', 'ci/other.yml']), ['other']);
    assert.deepEqual(await names(['--stdin'], { input: 'piped:\n  script: x\n' }), ['piped']);
    assert.deepEqual(await names(['--repo', command.project], { cwd: '/' }), ['new']);
  });

  it('shows every error of the config with its line, and ends with 1', async () => {
    command.write({
      '.gitlab-ci.yml': 'a:\n  script: x\n  foo: 1\n  rules: 3\nb:\n  script: x\n  when: never\n',
    });
    const { status, stdout } = await command.call(['jobs']);
    assert.equal(status, 1);
    const places = [...stdout.matchAll(/^ {2}\.gitlab-ci\.yml:(\d+:\d+)$/gm)].map(([, place]) => place);
    assert.deepEqual(places.sort(), ['3:3', '4:10', '7:9']);
  });

  it('says what lies outside the repository and was not read, with its line', async () => {
    command.write({ '.gitlab-ci.yml': `include:\n  - project: acme/ci\n    file: x.yml\n${CONFIG}` });
    const answer = await command.call(['jobs']);
    assert.match(answer.stdout, /acme\/ci:x\.yml could not be read.*--gitlab.*\n.*\.gitlab-ci\.yml:2:5/);
    assert(verdicts(answer).every((line) => /unknown$/.test(line)));
  });

  it('shows no control character of a repository', async () => {
    command.write({ '.gitlab-ci.yml': `"a\\x1b]0;owned\\x07":\n  script: x\n"b\\x1b[2J":\n  sript: x\n` });
    const { stdout } = await command.call(['jobs']);
    assert.doesNotMatch(stdout, /[\x1b\x07]/);
  });

  it('ends with 2 and one way out when the call is wrong', async () => {
    const wrong: readonly [readonly string[], RegExp][] = [
      [['jobs', '--repo', 'none'], /CONFIG_REPOSITORY_MISSING/],
      [['jobs', '--config', 'none.yml'], /CONFIG_NO_CI_FILE/],
      [['jobs', '--ref', 'none'], /CONFIG_REF_UNKNOWN/],
      [['jobs', '--gitlab', 'ftp://x'], /CONFIG_GITLAB_URL/],
      [['jobs', '--jsn'], /--json/],
      [['jbos'], /jobs/],
    ];
    for (const [args, text] of wrong) {
      const { status, stdout, stderr } = await command.call(args);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr, text);
    }
  });

  it('does not follow a config that is a link out of the repository', async () => {
    const hostile = CommandLine.open();
    try {
      mkdirSync(join(hostile.parent, 'outside'));
      symlinkSync('/etc/passwd', join(hostile.project, '.gitlab-ci.yml'));
      const { status, stdout } = await hostile.call(['jobs']);
      assert.equal(status, 1);
      assert.doesNotMatch(stdout, /root:/);
    } finally {
      hostile.close();
    }
  });

  it('is silent when its reader has gone', async () => {
    const { child, finished } = command.start(['jobs', '--json']);
    child.stdout?.destroy();
    assert.equal((await finished).stderr, '');
  });
});
