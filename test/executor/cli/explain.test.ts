import assert from 'node:assert/strict';
import { RestServer } from '../repository/rest-server.js';
import { CommandLine } from './command-line.js';

const CONFIG = `stages: [test]
workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE
deploy:
  script: echo
  rules:
    - if: $CI_PIPELINE_SOURCE == "chat" && $CHAT_INPUT == "staging"
    - if: $CI_PIPELINE_SOURCE == "chat" && $CHAT_CHANNEL == "C1"
    - if: $MODE == "full"
files:
  script: make
  rules:
    - changes: [src/**/*]
"two words":
  script: x
`;

describe('gitlab-chatops explain', function () {
  this.timeout(60_000);
  let command: CommandLine;
  before(() => {
    command = CommandLine.open({ '.gitlab-ci.yml': CONFIG });
  });
  after(() => command.close());

  const json = async (...args: string[]) =>
    JSON.parse((await command.call(['explain', '--json', ...args])).stdout);

  it('shows the steps and what GitLab runs', async () => {
    const { status, stdout, stderr } = await command.call(['explain', 'deploy', 'staging']);
    assert.deepEqual([status, stderr], [0, '']);
    assert.match(
      stdout,
      /✓ if: \$CI_PIPELINE_SOURCE == "chat" && \$CHAT_INPUT == "staging" → on_success line 8/,
    );
    assert.match(stdout, /GitLab runs deploy in stage test\.\n$/);
  });

  it("shows GitLab's sentence, the true cause with its line, and the way out", async () => {
    const { status, stdout } = await command.call(['explain', 'deploy', 'live']);
    assert.equal(status, 1);
    assert.match(stdout, /GitLab answers: The command could not be scheduled/);
    assert.match(stdout, /\[CHAT_EXCLUDED_BY_RULES\]\n {2}\.gitlab-ci\.yml:8:7\n/);
    assert.match(stdout, /help: call the job .*\$CHAT_INPUT and \$CHAT_CHANNEL/);
    assert.match(stdout, /--channel and --user/);
  });

  it('gives the verdict as JSON, in a versioned shape', async () => {
    const { format, verdict } = await json('deploy', 'live');
    assert.deepEqual(
      [format, verdict.kind, verdict.cause.code, verdict.at.line],
      [1, 'refused', 'CHAT_EXCLUDED_BY_RULES', 8],
    );
    assert((await json('deploy', 'staging')).verdict.job.script);
  });

  it('takes what is typed as chat does: one word is the name, Slack writes entities', async () => {
    assert.equal((await json('deploy staging')).verdict.kind, 'scheduled');
    assert.equal((await json('two words')).verdict.cause.code, 'CHAT_JOB_NAME_SPACE');
    command.write({ 'amp.yml': 'a:\n  script: x\n  rules:\n    - if: $CHAT_INPUT == "x &amp; y"\n' });
    assert.equal((await json('--config', 'amp.yml', 'a', 'x', '&', 'y')).verdict.kind, 'scheduled');
    assert.match((await command.call(['explain', ' '])).stderr, /CONFIG_CHAT_TEXT/);
  });

  it('takes channel, person and variables', async () => {
    assert.equal((await json('deploy', '--channel', 'C1')).verdict.kind, 'scheduled');
    assert.equal((await json('deploy', '--var', 'MODE=full')).verdict.kind, 'scheduled');
    assert.equal((await json('deploy', '--var', 'MODE=a=b')).verdict.kind, 'refused');
    assert.equal((await command.call(['explain', 'deploy', '--var', 'MODE'])).status, 2);
  });

  it('looks at a job in a pipeline of another source', async () => {
    for (const source of ['push', 'web', 'schedule', 'merge_request_event']) {
      const { status, stdout } = await command.call([
        'explain',
        'deploy',
        '--var',
        'MODE=full',
        '--source',
        source,
      ]);
      assert.deepEqual(
        [status, stdout.trimEnd().split('\n').at(-1)],
        [0, `A ${source} pipeline runs deploy.`],
      );
    }
    const answer = await json('deploy', '--source', 'push');
    assert.deepEqual(
      [answer.format, answer.source, answer.created, answer.job.included],
      [1, 'push', true, false],
    );
    const none = await command.call(['explain', 'none', '--source', 'push']);
    assert.deepEqual([none.status, none.stdout.trimEnd().split('\n').at(-1)], [1, 'There is no job none.']);
    assert.match((await command.call(['explain', 'deploy', '--source', 'pusch'])).stderr, /push/);
  });

  it('says where the answer hangs on what it does not know, and takes it by option', async () => {
    const of = async (...args: string[]) =>
      (await command.call(['explain', 'files', '--source', 'push', ...args])).stdout
        .trimEnd()
        .split('\n')
        .at(-1);
    assert.equal(await of(), 'Whether a push pipeline runs files is not known: changed files.');
    assert.equal(await of('--changed-file', 'src/a.c'), 'A push pipeline runs files.');
    assert.equal(await of('--changed-file', 'README'), 'A push pipeline does not run files.');
  });

  it('shows all errors of the config, GitLab with the first', async () => {
    const input = 'a:\n  script: x\n  foo: 1\n  rules: 3\n';
    const { status, stdout } = await command.call(['explain', 'a', '--stdin'], { input });
    assert.equal(status, 1);
    assert.match(stdout, /:4:10\n.+:3:3\n/s);
  });

  describe('with a GitLab', () => {
    let gitlab: RestServer;
    before(async () => {
      gitlab = await RestServer.start();
      const sha = 'a'.repeat(40);
      gitlab.projects.set('acme/ci', {
        refs: { HEAD: sha },
        commits: { [sha]: { 'x.yml': 'far:\n  script: x\n', 'bad.yml': 'far:\n  sript: x\n' } },
        isPrivate: true,
      });
      command.write({
        'far.yml': 'include:\n  - project: acme/ci\n    file: x.yml\n',
        'bad.yml': 'include:\n  - project: acme/ci\n    file: bad.yml\n',
      });
    });
    after(() => gitlab.close());

    const ask = (config: string, environment: NodeJS.ProcessEnv = {}, ...more: string[]) =>
      command.call(['explain', 'far', '--config', config, '--gitlab', gitlab.url, ...more], { environment });

    it('reads what the config includes, with the token of the environment, and keeps it for --offline', async () => {
      assert.match((await ask('far.yml')).stdout, /GITLAB_CHATOPS_TOKEN.*CHAT_UNKNOWN_FILE/s);
      const environment = { GITLAB_CHATOPS_TOKEN: gitlab.token };
      assert.equal((await ask('far.yml', environment)).status, 0);
      gitlab.seen.length = 0;
      assert.equal((await ask('far.yml', {}, '--offline')).status, 0);
      assert.equal((await command.call(['explain', 'far', '--config', 'far.yml'])).status, 1);
      assert.deepEqual(gitlab.seen, []);
    });

    it('shows the line of an error in a file of another project', async () => {
      const { stdout } = await ask('bad.yml', { GITLAB_TOKEN: gitlab.token });
      assert.match(stdout, /acme\/ci:bad\.yml:1:1\n +1 \| far:/);
    });

    it('ends with 2 when the token is refused, and does not repeat it', async () => {
      const { status, stdout, stderr } = await ask('far.yml', {
        GITLAB_TOKEN: 'glpat-refused',
        XDG_CACHE_HOME: `${command.parent}/other`,
      });
      assert.deepEqual([status, stdout], [2, '']);
      assert.match(stderr, /CONFIG_GITLAB_TOKEN/);
      assert.doesNotMatch(stderr, /glpat-refused/);
    });
  });
});
