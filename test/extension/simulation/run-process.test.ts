import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunEvent, RunRequest } from '@gitlab-chatops/shared/simulation';
import { type RunProcess, startRun } from '../../../extension/src/simulation/process/run-process.js';
import { bubblewrap, namespaces, needs } from '../../support/needs.js';
import { builtExtension } from '../harness/staged.js';
import { until } from '../harness/within.js';

const CONFIG = `
.chat: { variables: { GIT_STRATEGY: none }, rules: [if: $CI_PIPELINE_SOURCE == "chat"] }
hello: { extends: .chat, script: [echo "Hello $CHAT_INPUT"] }
slow: { extends: .chat, script: ['echo $$ > "$PID_FILE"', sleep 300] }
writes: { extends: .chat, script: ['echo x > "$OUTSIDE"'] }
`;

interface Watched {
  readonly events: RunEvent[];
  readonly closed: Promise<string | undefined>;
  readonly process: RunProcess;
}

describe('a run in a process of its own', function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), 'chatops-run-'));
  let extension: string;

  before(async () => {
    extension = await builtExtension();
    writeFileSync(join(folder, '.gitlab-ci.yml'), CONFIG);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function start(request: Partial<RunRequest>, script = 'dist/executor/dist/gitlab-chatops.cjs'): Watched {
    const events: RunEvent[] = [];
    const whole: RunRequest = {
      command: 'hello Ada',
      repository: folder,
      configPath: '.gitlab-ci.yml',
      unsaved: {},
      variables: [],
      sandbox: 'host',
      ...request,
    };
    const environment = { ...process.env, GITLAB_CHATOPS_NODE: process.execPath };
    const launch = { node: process.execPath, script: join(extension, script), environment };
    const { promise, settle } = later<string | undefined>();
    const run = startRun(whole, launch, { event: (event) => events.push(event), closed: settle });
    return { events, closed: promise, process: run };
  }

  const endOf = (events: readonly RunEvent[]) => events.find((event) => event.event === 'end');

  it('tells everything in order, its end last', async () => {
    const { events, closed } = start({});
    assert.equal(await closed, undefined);
    assert.equal(events[0]?.event, 'begin');
    assert.equal(events.at(-1)?.event, 'end');
    assert.equal(endOf(events)?.state, 'success');
    assert.ok(events.some((event) => event.event === 'reply' && event.message.text.includes('Hello Ada')));
  });

  it('runs what the editor holds instead of what is on disk', async () => {
    const unsaved = { '.gitlab-ci.yml': CONFIG.replace('Hello', 'Unsaved') };
    const { events, closed } = start({ unsaved });
    await closed;
    assert.ok(events.some((event) => event.event === 'reply' && event.message.text.includes('Unsaved Ada')));
    assert.match(readFileSync(join(folder, '.gitlab-ci.yml'), 'utf8'), /Hello/);
  });

  it('ends with the editor, its job too', async () => {
    const pidFile = join(folder, 'pid');
    const variables = [{ key: 'PID_FILE', value: pidFile, masked: false }];
    const { closed, process: run } = start({ command: 'slow', variables });
    const pid = await until(20_000, 'the job to start', () =>
      existsSync(pidFile) ? Number(readFileSync(pidFile, 'utf8')) || undefined : undefined,
    );
    run.end();
    await closed;
    await until(5_000, 'the job to be gone', () => (isAlive(pid) ? undefined : true));
  });

  it('says why when it cannot begin', async () => {
    assert.equal(typeof (await start({}, 'no-such-file.cjs').closed), 'string');
    assert.match((await start({ repository: join(folder, 'gone') }).closed) ?? '', /./);
  });

  it('keeps a job in the sandbox from writing elsewhere', async function () {
    needs(this, bubblewrap, namespaces);
    const outside = join(folder, 'outside');
    const variables = [{ key: 'OUTSIDE', value: outside, masked: false }];
    const inside = start({ command: 'writes', variables, sandbox: 'bubblewrap' });
    await inside.closed;
    assert.equal(endOf(inside.events)?.state, 'failed');
    assert.equal(existsSync(outside), false);
    const free = start({ command: 'writes', variables });
    await free.closed;
    assert.equal(existsSync(outside), true);
  });
});

function later<T>(): { readonly promise: Promise<T>; readonly settle: (value: T) => void } {
  let settle: (value: T) => void = () => {};
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
