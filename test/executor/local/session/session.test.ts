import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Session, startLoop } from '@gitlab-chatops/executor/local/session';
import { Visitor } from '../page/visitor.js';
import { errors, plannerOf, projectFolder, runSession, stopSessions, until } from './running.js';

const texts = ({ slack }: Session) =>
  slack.workspace
    .screen()
    .map(({ origin, text, ephemeralTo }) => `${origin}${ephemeralTo ? '!' : ''}: ${text}`);

describe('session: Slack, GitLab and Runner together, without our driver', () => {
  afterEach(stopSessions);

  it('runs a typed command as a job, and GitLab answers through the response_url', async () => {
    const session = await runSession({
      planner: plannerOf({ 'hello-world': { script: ['echo "Hello $CHAT_INPUT"'] } }),
    });
    assert.deepEqual(await session.slack.type('/project run hello-world Ada'), { kind: 'command' });
    await until(session, 'GitLab’s reply', () => texts(session).length === 2);
    const [command, reply = ''] = texts(session);
    assert.equal(command, 'command: /project run hello-world Ada');
    assert.equal(reply.startsWith(`response_url: <@${session.slack.person.id}>: `), true);
    assert.equal(reply.includes('Hello Ada'), true);
    assert.deepEqual(errors, []);
  });

  it('answers a wrong word with GitLab’s sentence, and help with GitLab’s help', async () => {
    const session = await runSession();
    await session.slack.type('/any run nothing');
    await session.slack.type('/any nonsense');
    await session.slack.type('/gitlab other run x');
    const [refused = '', help = '', alias = ''] = texts(session);
    assert.equal(refused.startsWith('command_answer!: The command could not be scheduled.'), true);
    assert.equal(help.startsWith('command_answer!: The specified command is not valid.'), true);
    assert.equal(alias, 'command_answer!: GitLab error: project or alias not found');
  });

  for (const name of ["it's", 'a `b`', '$(exit 1) "ü" ;&']) {
    it(`runs jobs with a temporary folder named ${name}`, async () => {
      const { TMPDIR = '/tmp' } = process.env;
      const odd = join(mkdtempSync(join(tmpdir(), 'odd-')), name);
      mkdirSync(odd);
      process.env.TMPDIR = odd;
      try {
        const session = await runSession({ planner: plannerOf({ hello: { script: ['echo "Hello"'] } }) });
        await session.slack.type('/project run hello');
        await until(session, 'the end of the job', () => session.gitlab.jobs()[0]?.status === 'success');
        await session.close();
      } finally {
        process.env.TMPDIR = TMPDIR;
        rmSync(dirname(odd), { recursive: true });
      }
    });
  }

  it('says why when there is no room for its files', async () => {
    const { TMPDIR = '/tmp' } = process.env;
    const repository = projectFolder();
    process.env.TMPDIR = join(repository, 'missing');
    try {
      await assert.rejects(startLoop({ repository }), { code: 'CONFIG_TEMPORARY_FOLDER' });
    } finally {
      process.env.TMPDIR = TMPDIR;
    }
  });

  it('leaves no file and no process behind, even with a job running', async () => {
    const before = new Set(readdirSync(tmpdir()));
    const marker = `31536${process.pid}`;
    const session = await runSession({ planner: plannerOf({ long: { script: [`sleep ${marker}`] } }) });
    await session.slack.type('/project run long');
    await until(session, 'the job to run', () => {
      const [job] = session.gitlab.jobs();
      return job !== undefined && Buffer.from(session.gitlab.trace(job.id)).includes('$ sleep');
    });
    await session.close();
    const left = readdirSync(tmpdir()).filter(
      (name) => !before.has(name) && name.startsWith('gitlab-chatops-'),
    );
    assert.deepEqual(left, []);
    const processes = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' });
    assert.equal(processes.includes(`sleep ${marker}`), false);
  });

  it('lets a command under way come to its end before the repository goes', async () => {
    let begun = (): void => {};
    let go = (): void => {};
    const underWay = new Promise<void>((resolve) => {
      begun = resolve;
    });
    const gate = new Promise<void>((resolve) => {
      go = resolve;
    });
    const plan = plannerOf({ x: { script: ['true'] } });
    const session = await runSession({
      async planner(request) {
        begun();
        await gate;
        return plan(request);
      },
    });
    const visitor = await Visitor.enter(session);
    const said = visitor.say('/project run x').catch(() => undefined);
    await underWay;
    const order: string[] = [];
    session.gitlab.subscribe(({ kind }) => kind === 'command' && order.push(kind));
    const closed = session.close().then(() => order.push('closed'));
    // The page goes first and cuts the line; the command behind it takes its time.
    await said;
    setTimeout(go, 50);
    await closed;
    assert.deepEqual(order, ['command', 'closed']);
    assert.deepEqual(errors, []);
  });

  it('says why, when a port is taken, and leaves nothing', async () => {
    const session = await runSession();
    const port = Number(new URL(session.url).port);
    const before = readdirSync(tmpdir()).filter((name) => name.startsWith('gitlab-chatops-')).length;
    await assert.rejects(runSession({ port }), { code: 'CONFIG_PORT_IN_USE' });
    assert.equal(readdirSync(tmpdir()).filter((name) => name.startsWith('gitlab-chatops-')).length, before);
  });
});
