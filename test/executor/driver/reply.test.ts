import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitlabReply } from '@gitlab-chatops/shared/reply';
import { type AnsweredJob, startAnsweredJob, stopAnsweredJobs } from '../support/answered-job.js';
import { maskedVariable, publicVariable } from '../support/job-response.js';
import { eventually, processesNamed } from '../support/processes.js';
import { disposeDrivers } from '../support/start-driver.js';

const REPLY = String.raw`printf 'section_start:1:chat_reply\r\033[0K\nour words\nsection_end:1:chat_reply\r\033[0K\n'`;
const NOTHING = /^section_start:\d+:chat_reply\r\x1b\[0Ksection_end:\d+:chat_reply\r\x1b\[0K$/;

/** The rest of a job after its user steps. */
async function finish({ harness }: AnsweredJob) {
  const section = await harness.run('cleanup_file_variables', ':');
  const cleanup = await harness.cleanup();
  assert.deepEqual([section.status, cleanup.status], [0, 0], cleanup.stderr);
  return { section: section.stdout.toString(), cleanup };
}

const states = ({ harness }: AnsweredJob) => readdirSync(join(harness.stateDir, 'jobs'));

describe('driver: the reply of a chat job', () => {
  after(async () => {
    disposeDrivers();
    await stopAnsweredJobs();
  });

  it('is posted once, and GitLab finds an empty one', async () => {
    const job = await startAnsweredJob();
    await job.harness.begin();
    const step = await job.harness.run('build_script', `echo before; ${REPLY}; echo after`);
    assert.equal(step.status, 0);
    assert.equal(
      step.stdout.toString(),
      'before\nsection_start:1:chat_print\r\u001b[0K\nour words\nsection_end:1:chat_print\r\u001b[0K\nafter\n',
    );
    const { section } = await finish(job);
    assert.match(section, NOTHING);
    const messages = job.messages();
    assert.equal(messages.length, 1);
    assert.match(messages[0] ?? '', /our words/);
    assert.match(messages[0] ?? '', new RegExp(job.slack.person.id));
    assert.deepEqual(states(job), []);
    await job.harness.cleanup();
    assert.equal(job.messages().length, 1);
  });

  it('is the output without the echoed commands when the job marks none', async () => {
    const job = await startAnsweredJob({ script: ['echo "Hello World"'] });
    await job.harness.begin();
    await job.harness.run(
      'build_script',
      String.raw`printf '\033[32;1m$ echo "Hello World"\033[0;m\n'; echo "Hello World"`,
    );
    await finish(job);
    assert.match(job.messages()[0] ?? '', /"text":"Hello World"/);
  });

  it('waits for after_script and takes its section too', async () => {
    const job = await startAnsweredJob({ afterScript: ['true'] });
    await job.harness.begin();
    await job.harness.run('build_script', REPLY);
    assert.equal(job.messages().length, 0);
    await job.harness.run('after_script', REPLY.replace('our words', 'last words'));
    assert.equal(job.messages().length, 1);
    assert.match(job.messages()[0] ?? '', /our words\\nlast words/);
    assert.match((await finish(job)).section, NOTHING);
  });

  it('tells exit status and tail of a failed job', async () => {
    const job = await startAnsweredJob();
    await job.harness.begin();
    const step = await job.harness.run('build_script', 'echo no luck; exit 42');
    assert.deepEqual([step.status, step.exitCode], [1, '42\n']);
    await finish(job);
    assert.equal(job.messages().length, 1);
    assert.match(job.messages()[0] ?? '', /exit status 42.*no luck/s);
  });

  it('leaves a failed job to GitLab when the settings say so', async () => {
    const job = await startAnsweredJob({ project: 'reply: {on_failure: gitlab}' });
    await job.harness.begin();
    await job.harness.run('build_script', 'exit 42');
    await finish(job);
    assert.deepEqual(job.messages(), []);
  });

  it('reaches GitLab by the log when Slack is certainly not reached', async () => {
    const job = await startAnsweredJob({ environment: { SLACK_TOKEN: 'xoxb-wrong' } });
    await job.harness.begin();
    const step = await job.harness.run('build_script', REPLY.replace('our words', 'a < b & c'));
    const { section } = await finish(job);
    const trace = `section_start:1:step_script\r\u001b[0K${step.stdout}section_end:1:step_script\r\u001b[0K${section}`;
    const found = gitlabReply(Buffer.from(trace));
    assert.equal(found.kind === 'reply' && found.section, 'chat_reply');
    assert.equal(found.kind === 'reply' && found.output, 'a &lt; b &amp; c');
    assert.deepEqual(job.messages(), []);
    assert.deepEqual(states(job), []);
  });

  it('is not carried by GitLab after the half hour, nor when its fate is unknown', async () => {
    const late = await startAnsweredJob({ environment: { SLACK_TOKEN: 'xoxb-wrong' }, age: 31 });
    await late.harness.begin();
    await late.harness.run('build_script', REPLY);
    assert.match((await finish(late)).section, NOTHING);
    const unknown = await startAnsweredJob();
    unknown.slack.faults.next('chat.postMessage', { kind: 'reset', commit: true });
    await unknown.harness.begin();
    await unknown.harness.run('build_script', REPLY);
    assert.match((await finish(unknown)).section, NOTHING);
    assert.equal(unknown.messages().length, 1);
  });

  it('keeps masked values out, also split, coloured and in the job name', async () => {
    const job = await startAnsweredJob({ variables: [maskedVariable('KEY', 's3cr3t-value')] });
    await job.harness.begin();
    await job.harness.run(
      'build_script',
      String.raw`printf s3cr; sleep 0.05; printf '3t-value\n'; printf 's3cr\033[31m3t-va\033[0mlue\n'; echo '<!channel> & <b>'`,
    );
    await finish(job);
    const [message = ''] = job.messages();
    assert.doesNotMatch(message, /s3cr|3t-va/);
    assert.match(message, /MASKED/);
    assert.doesNotMatch(message.split('\n')[0] ?? '', /<!channel>/);
  });

  it('is sent by cleanup when the clone failed', async () => {
    const job = await startAnsweredJob();
    await job.harness.begin();
    assert.equal((await job.harness.run('prepare_script', ':')).status, 0);
    assert.equal((await job.harness.run('get_sources', 'exit 128')).exitCode, '128\n');
    assert.deepEqual(job.messages(), []);
    await finish(job);
    assert.equal(job.messages().length, 1);
    assert.match(job.messages()[0] ?? '', /failed/);
  });

  it('is sent by cleanup when the job was aborted, with what there was', async () => {
    const job = await startAnsweredJob({ afterScript: ['true'] });
    await job.harness.begin();
    const call = await job.harness.startRun('build_script', 'echo begun; sleep 60');
    await call.prints('begun');
    call.terminate();
    assert.equal((await call.result).status, 1);
    assert.deepEqual(job.messages(), []);
    const { stderr } = await job.harness.cleanup();
    assert.equal(stderr, '');
    assert.equal(job.messages().length, 1);
    assert.match(job.messages()[0] ?? '', /was canceled.*begun/s);
    await job.harness.cleanup();
    assert.equal(job.messages().length, 1);
  });

  for (const afterScript of [['echo after'], []]) {
    it(`tells no success of a step whose driver was killed, ${afterScript.length} after_script`, async () => {
      const job = await startAnsweredJob({ afterScript });
      await job.harness.begin();
      const call = await job.harness.startRun('build_script', 'echo begun; sleep 62.75');
      await eventually(() => processesNamed('sleep 62.75').length > 0);
      call.child.kill('SIGKILL');
      assert.equal((await call.result).status, null);
      if (afterScript.length > 0) assert.equal((await job.harness.run('after_script', ':')).status, 0);
      await finish(job);
      assert.equal(job.messages().length, 1);
      assert.match(job.messages()[0] ?? '', /failed/);
      await eventually(() => processesNamed('sleep 62.75').length === 0);
    });
  }

  it('says so when a cancelled job still ran its after_script', async () => {
    const job = await startAnsweredJob({
      afterScript: ['true'],
      environment: {},
      variables: [publicVariable('CI_JOB_STATUS', 'canceled')],
    });
    await job.harness.begin();
    const call = await job.harness.startRun('build_script', 'echo begun; sleep 60');
    await call.prints('begun');
    call.terminate();
    await call.result;
    await job.harness.run('after_script', 'echo bye');
    await finish(job);
    assert.equal(job.messages().length, 1);
    assert.match(job.messages()[0] ?? '', /was canceled/);
  });

  it('is corrected when the job fails after its last user step', async () => {
    const job = await startAnsweredJob();
    await job.harness.begin();
    await job.harness.run('build_script', REPLY);
    assert.match(job.messages()[0] ?? '', /our words/);
    assert.equal((await job.harness.run('upload_artifacts_on_success', 'exit 1')).status, 1);
    await finish(job);
    assert.equal(job.messages().length, 1);
    assert.match(job.messages()[0] ?? '', /failed.*our words/s);
  });

  it('is sent by cleanup when after_script took too long, which does not change the result', async () => {
    const job = await startAnsweredJob({ afterScript: ['true'] });
    await job.harness.begin();
    await job.harness.run('build_script', REPLY);
    const call = await job.harness.startRun('after_script', 'echo begun; sleep 60');
    await call.prints('begun');
    call.terminate();
    assert.equal((await call.result).status, 1);
    assert.match((await finish(job)).section, NOTHING);
    assert.equal(job.messages().length, 1);
    assert.match(job.messages()[0] ?? '', /our words/);
    assert.doesNotMatch(job.messages()[0] ?? '', /canceled|failed|timed out/);
  });

  it('is on its way although the job is ended meanwhile, and corrected then', async () => {
    const job = await startAnsweredJob();
    job.slack.faults.next('chat.postMessage', { kind: 'delay', ms: 500 });
    await job.harness.begin();
    const call = await job.harness.startRun('build_script', REPLY);
    await eventually(() => job.messages().length === 1);
    call.terminate();
    assert.equal((await call.result).status, 0);
    assert.equal((await job.harness.cleanup()).status, 0);
    assert.equal(job.messages().length, 1);
    assert.match(job.messages()[0] ?? '', /was canceled/);
  });

  it('is not corrected for a stage that does not decide', async () => {
    const job = await startAnsweredJob();
    await job.harness.begin();
    await job.harness.run('get_sources', 'exit 1');
    await job.harness.run('get_sources', ':');
    await job.harness.run('build_script', REPLY);
    assert.equal((await job.harness.run('cleanup_file_variables', 'exit 1')).status, 1);
    assert.equal((await job.harness.cleanup()).status, 0);
    assert.doesNotMatch(job.messages().join(), /failed/);
  });

  it('waits for the third attempt to prepare before it tells of a failure', async () => {
    const job = await startAnsweredJob();
    for (let attempt = 1; attempt <= 3; attempt++) {
      assert.deepEqual(job.messages(), []);
      job.harness.newAttempt();
      assert.equal((await job.harness.config()).status, 0);
      assert.equal((await job.harness.cleanup()).status, 0);
    }
    assert.equal(job.messages().length, 1);
    assert.deepEqual(states(job), []);
  });

  it('goes only to channels that the settings list', async () => {
    const job = await startAnsweredJob({ allowed: 'C0ELSEWHERE' });
    const config = await job.harness.config();
    assert.match(config.stderr, /DRIVER_CHANNEL_NOT_ALLOWED/);
    assert.equal((await job.harness.prepare()).status, 0);
    const { stdout } = await job.harness.run('build_script', REPLY);
    assert.match(stdout.toString(), /:chat_reply/);
    assert.deepEqual([(await finish(job)).section, job.messages()], ['', []]);
  });

  it("lets no marker pass in any stage that shows a user's text", async () => {
    const job = await startAnsweredJob({
      extra: { hooks: [{ name: 'pre_get_sources_script', script: ['x'] }] },
    });
    await job.harness.begin();
    const part = REPLY.replace('chat_reply', "chat_'re'ply").replaceAll('chat_reply', 'chat_reply');
    for (const stage of ['get_sources', 'restore_cache', 'brand_new_stage', 'build_script']) {
      const { stdout } = await job.harness.run(stage, part);
      assert.doesNotMatch(stdout.toString(), /chat_reply/, stage);
    }
    const filtered = await job.harness.run('restore_cache', `${part}; exit 7`);
    assert.deepEqual([filtered.status, filtered.exitCode], [1, '7\n']);
    const call = await job.harness.startRun(
      'get_sources',
      'trap "echo trapped; exit 0" TERM; echo begun; sleep 60 & wait',
    );
    await call.prints('begun');
    call.terminate();
    const ended = await call.result;
    assert.deepEqual([ended.status, ended.stdout.toString()], [1, 'begun\ntrapped\n']);
    await job.harness.cleanup();
  });

  it('does not hang on a state folder that others can write to', async () => {
    const job = await startAnsweredJob();
    mkdirSync(job.harness.stateDir);
    chmodSync(job.harness.stateDir, 0o777);
    const config = await job.harness.config();
    assert.deepEqual([config.status, /DRIVER_NO_STATE/.test(config.stderr)], [0, true]);
    assert.equal(job.harness.jobEnv.CHATOPS_JOB_MODE, 'pty');
  });

  it('serves two jobs at once without mixing them', async () => {
    const jobs = await Promise.all([1, 2].map((id) => startAnsweredJob({ id })));
    await Promise.all(
      jobs.map(async (job, index) => {
        await job.harness.begin();
        await job.harness.run('build_script', `echo words of ${index}; sleep 0.1; seq 1 2000`);
        await finish(job);
      }),
    );
    jobs.forEach((job, index) => {
      assert.equal(job.messages().length, 1);
      assert.match(job.messages()[0] ?? '', new RegExp(`words of ${index}`));
    });
  });

  it('keeps no secret of the job in the state folder', async () => {
    const job = await startAnsweredJob({
      variables: [maskedVariable('KEY', 's3cr3t-value')],
      afterScript: ['true'],
    });
    await job.harness.begin();
    await job.harness.run('build_script', 'echo s3cr3t-value');
    const [state = ''] = states(job);
    const folder = join(job.harness.stateDir, 'jobs', state);
    for (const name of readdirSync(folder)) {
      assert.doesNotMatch(readFileSync(join(folder, name), 'utf8'), /s3cr3t|jobtoken/, name);
    }
    assert.ok(existsSync(join(folder, 'progress.json')));
    await job.harness.run('after_script', ':');
    await finish(job);
  });
});
