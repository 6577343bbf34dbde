import assert from 'node:assert/strict';
import { appendFileSync, existsSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { jobResponse } from '../support/job-response.js';
import { disposeDrivers, startDriver } from '../support/start-driver.js';
import { contractSuite } from './contract-suite.js';

const noChat = jobResponse({ source: 'push' });

contractSuite(['sh']);

describe('driver contract', () => {
  after(disposeDrivers);

  it('builds the environment of a job', async () => {
    const harness = await startDriver({
      response: noChat,
      environment: { SECRET_OF_THE_RUNNER: 'x', LANG: 'de_DE.UTF-8' },
      settings: 'environment:\n  http_proxy: "http://proxy:3128 it\'s"\n',
    });
    await harness.begin();
    const { stdout } = await harness.run(
      'build_script',
      'env -0 | sort -z | tr "\\0" "\\n" | cut -d= -f1; echo "$http_proxy $LANG"',
    );
    assert.deepEqual(stdout.toString().trim().split('\n'), [
      ...[
        'CHATOPS_STAGE',
        'HOME',
        'LANG',
        'LOGNAME',
        'PATH',
        'PWD',
        'SHELL',
        'SHLVL',
        'USER',
        '_',
        'http_proxy',
      ],
      "http://proxy:3128 it's de_DE.UTF-8",
    ]);
  });

  it('tells the directories of the settings, and that working directories are shared', async () => {
    const harness = await startDriver({ response: noChat });
    const before = JSON.parse((await harness.config()).stdout.toString());
    assert.deepEqual(Object.keys(before), ['driver', 'builds_dir_is_shared', 'job_env']);
    const flags = ['--builds-dir', harness.buildsDir, '--cache-dir', join(harness.folder, 'cache')];
    const { stdout } = await harness.config(...flags);
    const after = JSON.parse(stdout.toString());
    assert.equal(after.builds_dir, harness.buildsDir);
    assert.equal(after.cache_dir, join(harness.folder, 'cache'));
    assert.equal(after.builds_dir_is_shared, true);
    assert.equal((await harness.prepare()).status, 0);
    assert.ok(statSync(harness.buildsDir).isDirectory());
  });

  it('forgets its remembered answer when the settings change', async () => {
    const settings = (word: string) => `environment: {WORD: ${word}}\n`;
    const harness = await startDriver({ response: noChat, settings: settings('one') });
    assert.match((await harness.config()).stdout.toString(), /WORD=one/);
    writeFileSync(harness.settingsFile, settings('two'));
    assert.match((await harness.config()).stdout.toString(), /WORD=two/);
    assert.match((await harness.config()).stdout.toString(), /WORD=two/);
  });

  it('says in the log what is wrong with the settings', async () => {
    const harness = await startDriver({ response: noChat, settings: 'sandbx: {}\n' });
    const result = await harness.config();
    assert.equal(result.status, 2);
    assert.match(result.stderr, /settings\.yml:1:1: .*"sandbox".*CONFIG_UNKNOWN_KEY/s);
    assert.equal(result.stdout.length, 0);
  });

  it('runs jobs of a Runner below 14.1, which tells nothing of them', async () => {
    const harness = await startDriver();
    await harness.begin();
    assert.equal(harness.jobEnv.CHATOPS_JOB_MODE, 'plain');
    const result = await harness.run('build_script', 'exit 3');
    assert.deepEqual([result.status, result.exitCode], [1, '3\n']);
  });

  it('leaves a chat job with GitLab when the settings do not name its project', async () => {
    const harness = await startDriver({ response: jobResponse({ afterScript: ['x'] }) });
    await harness.begin();
    assert.equal(harness.jobEnv.CHATOPS_JOB_MODE, 'pty');
    const marker = String.raw`printf 'section_start:1:chat_reply\r\033[0K\nhi\nsection_end:1:chat_reply\r\033[0K\n'; [ -t 1 ] && echo tty`;
    const { stdout } = await harness.run('build_script', marker);
    assert.equal(
      stdout.toString(),
      'section_start:1:chat_reply\r\u001b[0K\nhi\nsection_end:1:chat_reply\r\u001b[0K\ntty\n',
    );
    assert.equal((await harness.run('cleanup_file_variables', ':')).stdout.length, 0);
    assert.equal((await harness.cleanup()).status, 0);
    assert.equal(existsSync(join(harness.stateDir, 'jobs')), false);
  });

  it('refuses a job response that was changed after config_exec', async () => {
    const harness = await startDriver({ response: jobResponse() });
    await harness.begin();
    appendFileSync(join(harness.tempDir, 'response.json'), ' ');
    const result = await harness.run('build_script', 'echo hi');
    assert.deepEqual([result.status, result.stdout.toString().includes('DRIVER_FACTS_CHANGED')], [2, true]);
  });

  it('starts Node without NODE_EXTRA_CA_CERTS', async () => {
    const harness = await startDriver({
      response: jobResponse(),
      // Node warns on standard error of a file that is not there.
      environment: { NODE_EXTRA_CA_CERTS: '/nonexistent/ca.pem' },
    });
    const result = await harness.config();
    assert.deepEqual([result.status, result.stderr], [0, '']);
  });
});
