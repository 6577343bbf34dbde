import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Visitor } from '../executor/local/page/visitor.js';
import { processesNamed } from '../executor/support/processes.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Seconds that `sleep` of this run's jobs sleep: a name to find them by. */
const NAP = `7${process.pid}`;
/** A job that does not want to end, and daemons: one that kept its environment and one that cleared it. */
const STUBBORN = `
stubborn:
  variables: {GIT_STRATEGY: none}
  script:
    - trap '' TERM HUP INT
    - (trap '' TERM HUP; exec setsid sleep ${NAP}) &
    - setsid env -i sleep ${NAP} &
    - echo be''gun
    - while :; do sleep ${NAP}; done
`;

describe('end to end: npm start', function () {
  this.timeout(60_000);
  let folder: string;
  let temporary: string;
  let npm: ChildProcess | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'start-'));
    temporary = join(folder, 'tmp');
    mkdirSync(temporary);
  });
  afterEach(() => {
    if (npm?.pid !== undefined && npm.exitCode === null && npm.signalCode === null)
      process.kill(-npm.pid, 'SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  function repository(name: string, config: string): string {
    const path = join(folder, name);
    mkdirSync(path, { recursive: true });
    writeFileSync(join(path, '.gitlab-ci.yml'), config);
    return path;
  }

  /** npm in a process group of its own, as a shell starts it; gives the URL when it is ready. */
  async function start(...args: readonly string[]): Promise<{ url: string; ended: Promise<unknown[]> }> {
    const child = spawn('npm', ['start', '--', ...args], {
      cwd: root,
      env: { ...process.env, TMPDIR: temporary },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    npm = child;
    const ended = once(child, 'close');
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const url = await new Promise<string>((resolve, reject) => {
      let stdout = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text;
        const found = /^Channel page: (\S+)$/m.exec(stdout)?.[1];
        if (found !== undefined) resolve(found);
      });
      ended.then(() => reject(new Error(said)));
    });
    return { url, ended };
  }

  /** What the session has left: files, and processes of jobs. */
  const left = () => [...readdirSync(temporary), ...processesNamed(`sleep ${NAP}`)];

  const signals: readonly [string, (child: number) => void][] = [
    ['SIGTERM to npm', (npmId) => process.kill(npmId, 'SIGTERM')],
    [
      'Ctrl-C, pressed twice',
      (npmId) => {
        process.kill(-npmId, 'SIGINT');
        setTimeout(() => process.kill(-npmId, 'SIGINT'), 100);
      },
    ],
  ];
  for (const [name, send] of signals) {
    it(`ends on ${name}, although a job does not want to, and leaves nothing`, async () => {
      const { url, ended } = await start('--repo', repository('with a space', STUBBORN));
      const visitor = await Visitor.enter({ url });
      await visitor.say('/project run stubborn');
      await visitor.log(1, /begun/);
      send(npm?.pid ?? 0);
      await ended;
      assert.deepEqual(left(), []);
      await assert.rejects(fetch(url));
    });
  }

  it('ends when npm was killed', async () => {
    const { url, ended } = await start('--repo', repository('project', ''));
    process.kill(npm?.pid ?? 0, 'SIGKILL');
    // Closed only when the server has let go of npm's output too.
    await ended;
    assert.deepEqual(left(), []);
    await assert.rejects(fetch(url));
  });

  it('says in one sentence what is wrong with a repository, and ends with a status', () => {
    const file = join(repository('project', ''), '.gitlab-ci.yml');
    for (const path of [join(folder, 'nowhere'), file, '/dev/null']) {
      const { status, stderr } = spawnSync('npm', ['start', '--silent', '--', '--repo', path], {
        cwd: root,
        encoding: 'utf8',
      });
      assert.equal(status, 2, path);
      assert.match(stderr, /^gitlab-chatops: .*\. \(CONFIG_REPOSITORY_MISSING\)\n.*\n$/, path);
    }
  });
});
