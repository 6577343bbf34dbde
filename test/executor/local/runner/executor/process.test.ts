import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PipeStore } from '../../../../../executor/src/local/runner/executor/index.js';
import {
  lookUp,
  type Program,
  runProgram,
  StartError,
} from '../../../../../executor/src/local/runner/executor/process.js';
import { systemClock } from '../../../../../executor/src/local/runner/job/clock.js';
import { Scope } from '../../../../../executor/src/local/runner/job/scope.js';

describe('local Runner: programs', () => {
  let dir: string;
  let out: string;
  let err: string;
  let warnings: string[];
  let pipes: PipeStore;

  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'process-'));
    pipes = new PipeStore(dir);
    [out, err, warnings] = ['', '', []];
  });

  afterEach(() => rm(dir, { recursive: true, force: true }));

  function run(
    script: string,
    more: Partial<Program> & { scope?: Scope; gracefulMs?: number; forceMs?: number } = {},
  ) {
    const { scope, gracefulMs = 5000, forceMs = 5000, ...program } = more;
    return runProgram(
      {
        path: '/bin/bash',
        args: ['-c', script],
        cwd: dir,
        env: { PATH: process.env.PATH ?? '' },
        stdout: (bytes) => {
          out += bytes.toString();
          if (scope !== undefined && out.includes('ready\n')) scope.cancel();
        },
        stderr: (bytes) => {
          err += bytes.toString();
        },
        ...program,
      },
      {
        pipes,
        clock: systemClock,
        killing: { gracefulMs, forceMs, warn: (text) => warnings.push(text) },
        ...(scope === undefined ? {} : { scope }),
      },
    );
  }

  it('gives two pipes that can be opened by name, an empty input and a process group', async () => {
    const exit = await run(
      'echo o > /dev/stdout; echo e > /dev/stderr; cat; ps -o pgid= -p $$ | tr -d " "; echo $$',
    );
    assert.deepEqual(exit, { code: 0, signal: null });
    const [first, group, pid] = out.split('\n');
    assert.deepEqual([first, err], ['o', 'e\n']);
    assert.equal(group, pid);
  });

  it('feeds a script to standard input, and does not mind a program that will not read it', async () => {
    await run('', { args: [], stdin: 'echo fed; exit 3\n' }).then((exit) => assert.equal(exit.code, 3));
    assert.equal(out, 'fed\n');
    assert.equal((await run('exit 0', { stdin: 'x'.repeat(1_000_000) })).code, 0);
  });

  it('loses no byte of large output', async () => {
    let size = 0;
    await run('head -c 20000000 /dev/zero', {
      stdout: (bytes) => {
        assert.ok(bytes.length <= 32 * 1024);
        size += bytes.length;
      },
    });
    assert.equal(size, 20_000_000);
  });

  it('waits for a leftover that holds the output', async () => {
    await run('(sleep 0.2; echo late) & echo soon');
    assert.equal(out, 'soon\nlate\n');
  });

  it('ends the whole group with SIGTERM when the scope ends', async () => {
    const exit = await run('trap "echo got it; exit 7" TERM; sleep 60 & echo ready; wait', {
      scope: new Scope(systemClock),
    });
    assert.deepEqual(exit, { code: 7, signal: null });
    assert.match(out, /got it/);
  });

  it('kills a group that does not end in time', async () => {
    const exit = await run('trap "" TERM; echo ready; while :; do sleep 0.05; done', {
      scope: new Scope(systemClock),
      gracefulMs: 100,
    });
    assert.deepEqual(exit, { code: null, signal: 'SIGKILL' });
  });

  it('gives up on what left the group and holds the output, and says so', async () => {
    // setsid puts the sleep out of reach; it ends by itself soon after.
    const run1 = run("setsid sh -c 'echo ready; exec sleep 1' & wait", {
      scope: new Scope(systemClock),
      gracefulMs: 50,
      forceMs: 50,
    });
    await assert.rejects(run1, /^Error: failed to kill process PID=\d+, likely process is dormant$/);
    assert.ok(
      warnings.every((text) => /^Failed to (?:terminate process|force-kill): no such process$/.test(text)),
    );
  });

  it('says in Go’s words why a program did not start', async () => {
    const failing = (program: Partial<Program>): Promise<unknown> => run('', program);
    await assert.rejects(
      failing({ path: '/no/such' }),
      new StartError('fork/exec /no/such: no such file or directory'),
    );
    await assert.rejects(failing({ path: '/etc' }), new StartError('fork/exec /etc: permission denied'));
    await assert.rejects(
      failing({ env: { A: 'a\0b' } }),
      new StartError('exec: environment variable contains NUL'),
    );
    await assert.rejects(
      failing({ env: { A: 'x'.repeat(200_000) } }),
      new StartError('fork/exec /bin/bash: argument list too long'),
    );
  });

  it('looks a bare name up in the Runner’s own PATH', () => {
    assert.equal(lookUp('sh', { PATH: '/nowhere:/bin' }), '/bin/sh');
    assert.equal(lookUp('./x', {}), './x');
    assert.throws(() => lookUp('nope', { PATH: '/bin' }), {
      message: 'exec: "nope": executable file not found in $PATH',
    });
  });
});
