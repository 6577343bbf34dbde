import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { needs, type Tool } from '../../support/needs.js';
import { jobResponse, publicVariable } from '../support/job-response.js';
import { processesNamed } from '../support/processes.js';
import { disposeDrivers, startDriver } from '../support/start-driver.js';

const noChat = jobResponse({ source: 'push' });

/** The custom-executor contract for jobs that need no Node, with the dispatcher run by one POSIX shell. */
export function contractSuite(shell: readonly string[], tools: readonly Tool[] = []): void {
  describe(`driver contract without Node, dispatcher in ${shell.join(' ')}`, () => {
    before(function () {
      needs(this, ...tools);
    });

    after(disposeDrivers);

    it('prints config JSON, from Node and from memory alike', async () => {
      const harness = await startDriver({ response: noChat, shell });
      const first = await harness.config();
      assert.deepEqual([first.status, first.stderr], [0, '']);
      assert.ok(existsSync(join(harness.stateDir, 'plain', 'config.json')));
      const again = await startDriver({
        response: noChat,
        shell,
        environment: {
          GITLAB_CHATOPS_NODE: '/nonexistent/node',
          GITLAB_CHATOPS_STATE_DIR: harness.stateDir,
          HOME: harness.folder,
        },
      });
      const second = await again.config();
      assert.equal(second.stderr, '');
      assert.equal(second.stdout.toString(), first.stdout.toString());
      const other = await startDriver({
        response: noChat,
        shell,
        environment: {
          GITLAB_CHATOPS_NODE: '/nonexistent/node',
          GITLAB_CHATOPS_STATE_DIR: harness.stateDir,
          HOME: '/elsewhere',
        },
      });
      assert.equal((await other.config()).status, 2);
    });

    it('maps every exit status of a script, and writes or removes the exit code file each time', async () => {
      const harness = await startDriver({ response: noChat, shell });
      await harness.begin();
      for (const status of [1, 2, 3, 42, 126, 255]) {
        const result = await harness.run('build_script', `exit ${status}`);
        assert.deepEqual([result.status, result.exitCode], [1, `${status}\n`]);
      }
      const killed = await harness.run('step_release', 'kill -9 $$');
      assert.deepEqual([killed.status, killed.exitCode, killed.stderr], [1, '137\n', '']);
      const fine = await harness.run('after_script', 'echo fine');
      assert.deepEqual([fine.status, fine.exitCode, fine.stdout.toString()], [0, undefined, 'fine\n']);
    });

    it('runs every stage there is, and stages there are not yet', async () => {
      const harness = await startDriver({ response: noChat, shell });
      await harness.begin();
      const stages =
        'prepare_script get_sources clear_worktree restore_cache download_artifacts build_script step_script ' +
        'step_release after_script archive_cache archive_cache_on_failure upload_artifacts_on_success ' +
        'upload_artifacts_on_failure cleanup_file_variables brand_new_stage';
      for (const stage of stages.split(' ')) {
        const result = await harness.run(stage, `echo ${stage}`);
        assert.deepEqual([stage, result.status, result.stdout.toString()], [stage, 0, `${stage}\n`]);
      }
    });

    it('keeps the order of the two outputs in one, and all bytes', async () => {
      const harness = await startDriver({ response: noChat, shell });
      await harness.begin();
      const result = await harness.run(
        'build_script',
        String.raw`for i in 1 2 3; do echo o$i; echo e$i >&2; done; printf '\0\377\r\n'; echo x >/dev/stderr; printf end`,
      );
      assert.equal(result.stdout.toString('latin1'), 'o1\ne1\no2\ne2\no3\ne3\n\0\u00ff\r\nx\nend');
      assert.equal(result.stderr, '');
    });

    it('ends a stage on SIGTERM: traps run, the status is not 0, the next stage works', async () => {
      const harness = await startDriver({ response: noChat, shell });
      await harness.begin();
      const call = await harness.startRun(
        'build_script',
        'trap "echo trapped; exit 0" TERM; echo begun; sleep 60 & wait',
      );
      await call.prints('begun');
      call.terminate();
      const result = await call.result;
      assert.match(result.stdout.toString(), /trapped/);
      assert.equal(result.status, 1);
      const next = await harness.run('after_script', 'echo after');
      assert.deepEqual([next.status, next.stdout.toString()], [0, 'after\n']);
    });

    it('kills within seconds what ignores SIGTERM or left the group', async function () {
      this.timeout(30_000);
      const harness = await startDriver({ response: noChat, shell });
      await harness.begin();
      const call = await harness.startRun(
        'build_script',
        'trap "" TERM; setsid sleep 61.25 & (trap "" TERM; sleep 61.25) & echo begun; while :; do sleep 0.1; done',
      );
      await call.prints('begun');
      call.terminate();
      const result = await call.result;
      assert.equal(result.status, 1);
      assert.deepEqual(processesNamed('sleep 61.25'), []);
    });

    it('kills what a stage left behind', async () => {
      const harness = await startDriver({ response: noChat, shell });
      await harness.begin();
      const result = await harness.run(
        'build_script',
        'setsid sleep 62.25 & (setsid sleep 62.25 &) ; nohup sleep 62.25 >/dev/null & sleep 0.05; echo done',
      );
      assert.deepEqual([result.status, result.stdout.toString()], [0, 'done\n']);
      assert.deepEqual(processesNamed('sleep 62.25'), []);
    });

    it('is a system failure without config_exec, without a script, without sense', async () => {
      const harness = await startDriver({ response: noChat, shell });
      assert.equal((await harness.prepare()).status, 2);
      assert.equal((await harness.run('build_script', ':')).status, 2);
      assert.equal((await harness.cleanup()).status, 0);
      await harness.begin();
      const missing = await harness.call('run', '/nonexistent/script', 'build_script');
      assert.deepEqual([missing.status, /DRIVER_NO_SCRIPT/.test(missing.stderr)], [2, true]);
      assert.equal((await harness.call('dance')).status, 2);
      assert.equal((await harness.call()).status, 2);
    });

    it('cleans up quietly, twice, and leaves nothing', async () => {
      const harness = await startDriver({ response: noChat, shell });
      await harness.begin();
      await harness.run('build_script', ':');
      for (const result of [await harness.cleanup(), await harness.cleanup()]) {
        assert.deepEqual([result.status, result.stdout.toString(), result.stderr], [0, '', '']);
      }
      assert.equal(existsSync(join(harness.stateDir, 'jobs')), false);
    });

    it('stands any value in CUSTOM_ENV_ and an empty PATH', async () => {
      const hostile = jobResponse({
        source: 'push',
        variables: [
          publicVariable('PATH', '/evil'),
          publicVariable('IFS', 'x'),
          publicVariable('CHAT_INPUT', '$(touch /tmp/pwned) `id` \'"; \n\u0001 😀 %s'),
          publicVariable('BUILDS_DIR', '/evil'),
          publicVariable('a-b', 'x'),
          publicVariable('CHATOPS_JOB_MODE', 'reply'),
          publicVariable('BASH_ENV', '/evil'),
          publicVariable('CI_BUILDS_DIR', '/'),
          publicVariable('LONG', 'x'.repeat(100_000)),
        ],
      });
      const harness = await startDriver({
        response: hostile,
        shell: shell[0] === 'busybox' ? ['/bin/busybox', 'sh'] : [`/bin/${shell[0]}`, ...shell.slice(1)],
        environment: {
          PATH: '',
          GITLAB_CHATOPS_NODE: process.execPath,
          BASH_ENV: '/nonexistent',
          ENV: '/nonexistent',
        },
      });
      await harness.begin();
      const result = await harness.run(
        'build_script',
        'env | grep -c "^CUSTOM_ENV_\\|^CHATOPS_JOB\\|^JOB_RESPONSE\\|^BASH_ENV" || echo clean; echo "$TMPDIR"',
      );
      assert.deepEqual([result.status, result.stdout.toString(), result.stderr], [0, '0\nclean\n\n', '']);
      assert.equal((await harness.cleanup()).status, 0);
    });
  });
}
