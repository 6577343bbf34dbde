import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runCases } from './run.js';

function conformance(
  args: readonly string[],
  stdin: string,
): { status: number | null; stdout: string; stderr: string } {
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  return spawnSync(process.execPath, ['--conditions=source', '--import', 'tsx', main, ...args], {
    input: stdin,
    encoding: 'utf8',
  });
}

describe('conformance: entry point', () => {
  it('answers all cases in order, and a broken one as a crash', () => {
    const cases = [
      { input: { text: 'run a' } },
      5,
      {},
      { input: { text: 7 } },
      { input: { app_text: 'p run a' }, id: 'x' },
    ];
    const { status, stdout, stderr } = conformance(['slash'], JSON.stringify(cases));
    assert.equal(stderr, '');
    assert.equal(status, 0);
    const results: unknown = JSON.parse(stdout);
    assert.ok(Array.isArray(results));
    assert.deepEqual(results[0], { command: 'Run', captures: { command: 'a', arguments: null } });
    for (const at of [1, 2, 3]) assert.deepEqual(Object.keys(Object(results[at])), ['crash']);
    assert.deepEqual(results[4], { project_alias: 'p', command_text: 'run a' });
    assert.equal(results.length, cases.length);
  });

  it('refuses an unknown mode and what is no array of cases with one sentence and status 2', () => {
    for (const [args, stdin] of [
      [[], '[]'],
      [['no-such-mode'], '[]'],
      [['constructor'], '[]'],
      [['slash', 'more'], '[]'],
      [['slash'], '{"input": 1}'],
      [['slash'], '[{'],
      [['slash'], ''],
    ] as const) {
      const { status, stdout, stderr } = conformance(args, stdin);
      assert.equal(status, 2, `${args.join(' ')} ${stdin}`);
      assert.equal(stdout, '');
      assert.match(stderr, /^conformance: [^\n]+\n$/);
    }
  }).timeout(60_000);
});

describe('conformance: runner of cases', () => {
  it('waits for each case, and goes on after a rejected one', async () => {
    const order: string[] = [];
    const results = await runCases(
      async (input) => {
        order.push(`begin ${String(input)}`);
        await new Promise(setImmediate);
        order.push(`end ${String(input)}`);
        if (input === 2) throw new Error('two');
        return input;
      },
      [{ input: 1 }, { input: 2 }, { input: 3 }],
    );
    assert.deepEqual(results, [1, { crash: 'two' }, 3]);
    assert.deepEqual(order, ['begin 1', 'end 1', 'begin 2', 'end 2', 'begin 3', 'end 3']);
  });

  it('turns an error that no promise carries into the crash of the case under way', async () => {
    const listeners = new Set<(error: unknown) => void>();
    const results = await runCases(
      (input) => {
        if (input !== 'hang') return input;
        for (const listener of listeners) listener(new Error('stray'));
        return new Promise(() => {});
      },
      [{ input: 'hang' }, { input: 'next' }],
      (listener) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    );
    assert.deepEqual(results, [{ crash: 'stray' }, 'next']);
    assert.equal(listeners.size, 0);
  });
});
