import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunEvent, RunRequest } from '@gitlab-chatops/shared/simulation';
import { bubblewrap, namespaces, needs } from '../../support/needs.js';
import { eventually, processesNamed } from '../support/processes.js';
import { CommandLine, type Finished } from './command-line.js';

const OURS = '── Our reply ──\n';
const THEIRS = "── What GitLab's own ChatOps would have posted ──\n";

const CONFIG = `show:
  variables: {GIT_STRATEGY: none}
  script: printf '<%s>' "$CHAT_INPUT"
secret:
  variables: {GIT_STRATEGY: none}
  script: echo "it is $TOKEN"
sleeper:
  variables: {GIT_STRATEGY: none}
  script: echo started; sleep 7654321
waits:
  script: x
  when: manual
`;

describe('gitlab-chatops run', function () {
  this.timeout(60_000);
  let command: CommandLine;
  before(() => {
    command = CommandLine.open({ '.gitlab-ci.yml': CONFIG });
  });
  after(() => command.close());
  afterEach(() => {
    assert.deepEqual(command.leftovers(), []);
    assert.deepEqual(processesNamed('sleep 7654321'), []);
  });

  const parts = ({ stdout }: Finished) => {
    const [log = '', replies = ''] = stdout.split(`\n${OURS}`);
    const [ours = '', theirs = ''] = replies.split(`\n${THEIRS}`);
    return { log, ours: ours.trimEnd().split('\n'), theirs: theirs.split('\n\n')[0]?.trimEnd() };
  };

  /** Waits until the job's own process is there. */
  const sleeping = async (): Promise<void> => {
    await eventually(() => processesNamed('sleep 7654321').length > 0);
    assert.equal(processesNamed('sleep 7654321').length, 1);
  };

  const events = (stdout: string): RunEvent[] =>
    stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));

  const request = (change: Partial<RunRequest> = {}): string => {
    const whole: RunRequest = {
      command: 'show x',
      repository: command.project,
      configPath: '.gitlab-ci.yml',
      unsaved: {},
      variables: [],
      sandbox: 'host',
      ...change,
    };
    return `${JSON.stringify(whole)}\n`;
  };

  describe("GitLab's two documented examples", () => {
    let examples: CommandLine;
    before(() => {
      examples = CommandLine.withExamples();
    });
    after(() => examples.close());

    it('hello-world: ours is exactly Hello World, GitLab posts the whole section', async () => {
      const answer = await examples.call(['run', 'hello-world', '--no-timestamps']);
      assert.deepEqual([answer.status, answer.stderr], [0, '']);
      const { ours, theirs } = parts(answer);
      assert.deepEqual(ours.slice(1), ['Hello World']);
      assert.match(theirs ?? '', /\$ echo "Hello \$\{CHAT_INPUT:-World\}".*\nHello World$/);
    });

    it('ls: both are exactly the listing of the checked out files', async () => {
      const answer = await examples.call(['run', 'ls', '--no-timestamps']);
      assert.equal(answer.status, 0);
      const { ours, theirs } = parts(answer);
      const listing = ours.slice(1);
      assert.match(listing[0] ?? '', /^total \d+$/);
      assert.deepEqual(
        listing.slice(1).map((line) => line.split(/\s+/).at(-1)),
        ['.', '..', '.git', ...readdirSync(examples.project).sort()],
      );
      assert.equal(theirs, `@you: ${listing.join('\n')}`);
    });

    it('a failed job answers too, with its exit status; ours ends with 1', async () => {
      const answer = await examples.call(['run', 'fail']);
      assert.equal(answer.status, 1);
      const { ours, theirs } = parts(answer);
      assert.match(ours[0] ?? '', /exit status 42/);
      assert.deepEqual(ours.slice(1), ['Checking the database…', 'connection refused']);
      assert.equal(theirs, '@you: Sorry, the build failed!');
    });
  });

  it('passes what is typed as it is: quotes, dollars, expressions; nothing of it runs', async () => {
    const typed = ['it\'s "quoted"', '$(touch owned)', '`touch owned`', '$HOME', '; touch owned'];
    const answer = await command.call(['run', 'show', ...typed]);
    assert.equal(answer.status, 0);
    // A Runner expands $NAME in a variable; HOME is none of the job's.
    assert.deepEqual(parts(answer).ours.slice(1), [
      `<it's "quoted" $(touch owned) \`touch owned\`  ; touch owned>`,
    ]);
    assert(!existsSync(join(command.project, 'owned')));
  });

  it('says why a command is refused, ends with 1 and runs nothing', async () => {
    const { status, stdout } = await command.call(['run', 'none', 'x']);
    assert.equal(status, 1);
    assert.match(stdout, /^GitLab answers: The command could not be scheduled.*\n.*\[CHAT_JOB_NOT_FOUND\]/);
  });

  it('says that a manual job waits, and ends with 0', async () => {
    const { status, stdout } = await command.call(['run', 'waits']);
    assert.equal(status, 0);
    assert.match(stdout, /waits to be started/);
  });

  it('masks a variable wherever it is printed', async () => {
    const environment = { TOKEN: 'very-secret-value' };
    const { status, stdout } = await command.call(['run', 'secret', '--mask', 'TOKEN'], { environment });
    assert.equal(status, 0);
    assert.doesNotMatch(stdout, /very-secret/);
    assert.match(stdout, /it is \[MASKED\]/);
    assert.match(stdout, /\[CHAT_RUN_SECRET_PRINTED\]/);
    const plain = await command.call(['run', 'secret', '--var', 'TOKEN=open']);
    assert.deepEqual(parts(plain).ours.slice(1), ['it is open']);
  });

  it('runs in bubblewrap', async function () {
    needs(this, bubblewrap, namespaces);
    const answer = await command.call(['run', 'show', 'x', '--sandbox', 'bubblewrap']);
    assert.deepEqual([answer.status, parts(answer).ours.slice(1)], [0, ['<x>']]);
  });

  it('ends with 2 when the call is wrong', async () => {
    for (const args of [[], ['show', '--sandbox', 'x'], ['show', '--var', 'x'], ['show', '--repo', 'none']]) {
      const { status, stdout, stderr } = await command.call(['run', ...args]);
      assert.deepEqual([status, stdout], [2, ''], `${args}`);
      assert.notEqual(stderr, '');
    }
  });

  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const) {
    it(`${signal} cancels the job as GitLab does and ends with ${status}`, async () => {
      const running = command.start(['run', 'sleeper']);
      await sleeping();
      running.child.kill(signal);
      const end = await running.finished;
      assert.deepEqual([end.status, end.stderr], [status, '']);
      assert.match(end.stdout, /Job failed: canceled/);
      await eventually(() => processesNamed('sleep 7654321').length === 0);
    });
  }

  it('Ctrl-C in a terminal, which reaches every process, leaves nothing either; twice ends at once', async () => {
    const running = command.start(['run', 'sleeper']);
    await sleeping();
    const group = running.child.pid ?? 0;
    process.kill(-group, 'SIGINT');
    process.kill(-group, 'SIGINT');
    assert.equal((await running.finished).status, 130);
    await eventually(() => processesNamed('sleep 7654321').length === 0);
  });

  it('a signal before there is a job leaves nothing', async () => {
    const running = command.start(['run', 'sleeper', '--json']);
    await running.until('"begin"');
    running.child.kill('SIGINT');
    assert.equal((await running.finished).status, 130);
  });

  it('tells events as JSON, in the order they name, end last', async () => {
    const { status, stdout } = await command.call(['run', 'show', 'x', '--json']);
    assert.equal(status, 0);
    const told = events(stdout);
    const kinds = told.map(({ event }) => event);
    assert.deepEqual(
      [...new Set(kinds)],
      ['begin', 'answer', 'job', 'trace', 'reply', 'gitlab_reply', 'end'],
    );
    assert.equal(kinds.filter((kind) => kind === 'end').length, 1);
    assert.equal(kinds.at(-1), 'end');
    const trace = told.flatMap((event) =>
      event.event === 'trace' ? [Buffer.from(event.data, 'base64')] : [],
    );
    assert.match(Buffer.concat(trace).toString(), /Job succeeded/);
    const refused = events((await command.call(['run', 'none', '--json'])).stdout);
    assert.deepEqual(
      refused.map(({ event }) => event),
      ['begin', 'answer', 'end'],
    );
  });

  describe('for an editor', () => {
    it('takes the request from standard input: unsaved text, masked variables, person and channel', async () => {
      const running = command.start(['run', '--events'], {
        keepsInput: true,
        input: request({
          command: 'show',
          unsaved: { '.gitlab-ci.yml': 'show:\n  script: echo "$TOKEN $CHAT_CHANNEL"\n' },
          variables: [{ key: 'TOKEN', value: 'very-secret-value', masked: true }],
          channel: { id: 'C777', name: 'ops' },
        }),
      });
      const { status, stdout } = await running.finished;
      assert.equal(status, 0);
      assert.doesNotMatch(stdout, /very-secret/);
      const reply = events(stdout).find((event) => event.event === 'reply');
      assert(reply?.event === 'reply');
      assert.match(reply.message.text, /\n\[MASKED\] C777$/);
    });

    it('ends when the editor closes standard input', async () => {
      const running = command.start(['run', '--events'], {
        keepsInput: true,
        input: request({ command: 'sleeper' }),
      });
      await sleeping();
      running.child.stdin?.end();
      const last = events((await running.finished).stdout).at(-1);
      assert(last?.event === 'end');
      assert.equal(last.state, 'canceled');
      await eventually(() => processesNamed('sleep 7654321').length === 0);
    });

    it('refuses what is no request', async () => {
      for (const input of ['', '{', '{}', request({}).replace('host', 'root')]) {
        const { status, stderr } = await command.call(['run', '--events'], { input });
        assert.equal(status, 2);
        assert.match(stderr, /CONFIG_RUN_REQUEST/);
      }
    });
  });
});
