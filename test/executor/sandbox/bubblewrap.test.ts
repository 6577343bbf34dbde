import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { canUseBubblewrap } from '@gitlab-chatops/executor/sandbox';
import { bubblewrap, namespaces, needs, type Tool } from '../../support/needs.js';
import type { DriverHarness } from '../support/driver-harness.js';
import { jobResponse } from '../support/job-response.js';
import { eventually, processesNamed } from '../support/processes.js';
import { disposeDrivers, startDriver } from '../support/start-driver.js';

const root: Tool = {
  name: 'root',
  missing: () => (process.geteuid?.() === 0 ? undefined : 'only root can change the account of a job'),
};

/** A harness whose jobs run in bubblewrap; `source` decides between plain pipes and a terminal. */
async function sandboxed(source: string, more = '', environment = {}): Promise<DriverHarness> {
  const harness = await startDriver({ response: jobResponse({ source }), settings: '', environment });
  writeFileSync(
    harness.settingsFile,
    [
      `builds_dir: ${harness.buildsDir}`,
      `cache_dir: ${join(harness.folder, 'cache dir')}`,
      'sandbox:',
      '  type: bubblewrap',
      more,
    ].join('\n'),
  );
  return harness;
}

for (const [output, source] of [
  ['plain pipes', 'push'],
  ['a terminal', 'chat'],
] as const) {
  describe(`bubblewrap sandbox under ${output}`, () => {
    before(function () {
      needs(this, bubblewrap, namespaces);
    });
    after(disposeDrivers);

    it('shows builds_dir and cache_dir at their places, the rest read-only, and no process of the host', async () => {
      const harness = await sandboxed(source);
      await harness.begin();
      const cache = join(harness.folder, 'cache dir');
      const { status, stdout } = await harness.run(
        'build_script',
        `pwd; echo built >here; echo kept >'${cache}/kept'; (: >/etc/x) 2>/dev/null || echo readonly
         echo /proc/[0-9]* | wc -w; [ -e ${harness.stateDir}/plain ] || echo hidden
         (: </dev/tty) 2>/dev/null || echo no-tty; echo x >/dev/stdout; echo y >/dev/stderr`,
      );
      const [where, readonly, processes, ...rest] = stdout.toString().trim().split('\n');
      assert.deepEqual([status, where, readonly], [0, harness.buildsDir, 'readonly']);
      assert.ok(Number(processes) <= 6, processes);
      assert.deepEqual(rest, ['hidden', 'no-tty', 'x', 'y']);
      assert.ok(existsSync(join(harness.buildsDir, 'here')));
      assert.ok(existsSync(join(cache, 'kept')));
    });

    it('keeps /tmp and the home directory for the stages of one job, and for no other', async () => {
      const harness = await sandboxed(source);
      await harness.begin();
      await harness.run('build_script', 'echo one >/tmp/a; echo two >/var/tmp/b; echo three >~/c');
      const { stdout } = await harness.run('after_script', 'cat /tmp/a /tmp/b ~/c');
      assert.equal(stdout.toString(), 'one\ntwo\nthree\n');
      await harness.cleanup();
      assert.deepEqual(readdirSync(join(harness.stateDir, 'private')), []);
    });

    it('reports statuses and signals as without it', async () => {
      const harness = await sandboxed(source);
      await harness.begin();
      for (const [body, code] of [
        ['exit 2', '2\n'],
        ['exit 42', '42\n'],
        ['kill -9 $$', '137\n'],
      ] as const) {
        const result = await harness.run('build_script', body);
        assert.deepEqual([result.status, result.exitCode, result.stderr], [1, code, '']);
      }
    });

    it('leaves nothing of what a stage started, however it hides', async () => {
      const harness = await sandboxed(source);
      await harness.begin();
      const result = await harness.run(
        'build_script',
        'setsid env -i sleep 63.25 & (setsid env -i sleep 63.25 &) ; (trap "" TERM HUP; sleep 63.25) & sleep 0.1; echo done',
      );
      assert.deepEqual([result.status, result.stdout.toString()], [0, 'done\n']);
      assert.deepEqual(processesNamed('sleep 63.25'), []);
    });

    it('ends gracefully on SIGTERM and leaves the environment usable', async () => {
      const harness = await sandboxed(source);
      await harness.begin();
      const call = await harness.startRun(
        'build_script',
        'echo kept >/tmp/kept; setsid env -i sleep 64.25 & trap "echo trapped; exit 7" TERM; echo begun; sleep 60 & wait',
      );
      await call.prints('begun');
      call.terminate();
      const result = await call.result;
      assert.match(result.stdout.toString(), /trapped/);
      assert.deepEqual([result.status, processesNamed('sleep 64.25')], [1, []]);
      const next = await harness.run('after_script', 'cat /tmp/kept');
      assert.equal(next.stdout.toString(), 'kept\n');
    });

    it('lets nothing survive when the driver is killed', async () => {
      const harness = await sandboxed(source);
      await harness.begin();
      const call = await harness.startRun(
        'build_script',
        'setsid env -i sleep 65.25 & (trap "" TERM HUP; sleep 65.25) & echo begun; sleep 60',
      );
      await call.prints('begun');
      await eventually(() => processesNamed('sleep 65.25').length === 2);
      assert.equal(processesNamed('sleep 65.25').length, 2);
      process.kill(-(call.child.pid ?? 0), 'SIGKILL');
      await call.result;
      await eventually(() => processesNamed('sleep 65.25').length === 0);
      assert.deepEqual(processesNamed('sleep 65.25'), []);
    });

    it('runs the clone where the script runs', async () => {
      const harness = await sandboxed(source);
      await harness.begin();
      const { stdout } = await harness.run('get_sources', 'pwd; (: >/etc/x) 2>/dev/null || echo readonly');
      assert.equal(stdout.toString(), `${harness.buildsDir}\nreadonly\n`);
    });

    it('drops root, so that files of the driver stay its own', async function () {
      needs(this, root);
      const harness = await sandboxed(source, '  user: nobody');
      for (const path of [harness.folder, join(harness.folder, 'tmp')]) chmodSync(path, 0o711);
      await harness.begin();
      const { status, stdout } = await harness.run(
        'build_script',
        `id -un; cat /etc/shadow 2>/dev/null || echo denied; cat ${harness.tempDir}/response.json 2>/dev/null || echo hidden
         echo x >mine; touch /tmp/mine ~/mine; echo out >/dev/stdout; echo err >/dev/stderr; [ "$USER" = nobody ] && exit 5`,
      );
      assert.deepEqual(stdout.toString().split('\n').slice(0, 5), [
        'nobody',
        'denied',
        'hidden',
        'out',
        'err',
      ]);
      assert.equal(status, 1);
      assert.equal((await harness.cleanup()).status, 0);
    });
  });
}

describe('bubblewrap sandbox', () => {
  before(function () {
    needs(this, bubblewrap, namespaces);
  });
  after(disposeDrivers);

  it('is probed by canUseBubblewrap', () => assert.equal(canUseBubblewrap(), true));

  it('is refused at prepare when it does not work, never replaced by less', async () => {
    const harness = await sandboxed('push', '  read_write: [/nonexistent/folder]');
    assert.equal((await harness.config()).status, 0);
    const result = await harness.prepare();
    assert.equal(result.status, 2);
    assert.match(result.stderr, /DRIVER_SANDBOX_UNAVAILABLE/);
  });

  it('hides token files from jobs of the same account', async () => {
    const harness = await sandboxed('push', '  accept_risk: true');
    const token = join(harness.folder, 'token');
    writeFileSync(token, 'xoxb-secret', { mode: 0o600 });
    writeFileSync(
      harness.settingsFile,
      `builds_dir: ${harness.buildsDir}
cache_dir: ${join(harness.folder, 'cache')}
sandbox: {type: bubblewrap}
projects:
  acme/ops: {chat: slack, token_file: ${token}, channels: [C1]}
`,
    );
    await harness.begin();
    const { stdout } = await harness.run('build_script', `cat ${token} || true; echo done`);
    assert.match(stdout.toString(), /done\n$/);
    assert.doesNotMatch(stdout.toString(), /xoxb/);
  });

  it('makes the helper program visible where the scripts look for it', async () => {
    const harness = await sandboxed('push');
    const bin = join(harness.folder, 'helper');
    mkdirSync(bin);
    writeFileSync(join(bin, 'gitlab-runner'), '#!/bin/sh\necho helper "$@"\n', { mode: 0o755 });
    const second = await sandboxed('push', '', { PATH: `${bin}:${process.env.PATH}` });
    await second.begin();
    const { stdout } = await second.run('restore_cache', 'gitlab-runner --version');
    assert.equal(stdout.toString(), 'helper --version\n');
  });
});
