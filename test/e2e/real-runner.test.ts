import assert from 'node:assert/strict';
import { gitlabRunner, needs } from '../support/needs.js';
import { type RealRun, startWithRealRunner } from './real-runner.js';

const SECRET = 's3cr3t-value-0';
const CONFIG = String.raw`
stages: [chat]
.chat:
  stage: chat
  rules:
    - if: $CI_PIPELINE_SOURCE == "chat"
.quick:
  extends: .chat
  variables: {GIT_STRATEGY: none}
hello:
  extends: .chat
  script:
    - echo "Hello World"
exit-42:
  extends: .quick
  script:
    - echo before
    - exit 42
reply:
  extends: .quick
  script:
    - echo noise
    - printf 'section_start:1:chat_reply\r\033[0K\n<a> & b\nsection_end:1:chat_reply\r\033[0K\n'
markers:
  extends: .quick
  script:
    - printf 'section_start:1:chat_reply\r\033[0K\none\nsection_end:1:chat_reply\r\033[0K\n'
    - printf 'section_end:1:step_script\r\033[0K\nsection_start:1:step_script\r\033[0K\n' >&2
    - printf 'two\n\rsection_start:1:chat_reply\r\033['
  after_script:
    - printf 'section_start:1:chat_reply\r\033[0K\nthree\nsection_end:1:chat_reply\r\033[0K\n' >&2
    - printf 'section_start:1:chat_reply'
after:
  extends: .quick
  script:
    - echo from script
  after_script:
    - echo "status $CI_JOB_STATUS"
long:
  extends: .quick
  script:
    - echo be''gun
    - while sleep 0.2; do echo .; done
  after_script:
    - echo "status $CI_JOB_STATUS"
stubborn:
  extends: .quick
  script:
    - trap '' TERM INT HUP
    - echo be''gun
    - while sleep 0.2; do echo .; done
script-timeout:
  extends: long
  variables: {GIT_STRATEGY: none, RUNNER_SCRIPT_TIMEOUT: 2s}
job-timeout:
  extends: long
  timeout: 6 seconds
secret:
  extends: .quick
  script:
    - echo "open $SECRET"
    - printf '%s' "${'$'}{SECRET:0:5}"; sleep 0.3; printf '%s\n' "${'$'}{SECRET:5}"
    - printf '\033[31m%s\033[0m%s\n' "${'$'}{SECRET:0:5}" "${'$'}{SECRET:5}"
input:
  extends: .quick
  script:
    - printf '%s' "$CHAT_INPUT" | od -An -v -tx1 | tr -d ' \n'
pair:
  extends: .quick
  script:
    - touch "../mine-$CHAT_INPUT"; echo "working in $CI_PROJECT_DIR for $CHAT_INPUT"
    - for try in $(seq 100); do [ "$(echo ../../../*/local/mine-* | wc -w)" -ge 2 ] && break; sleep 0.1; done
    - echo "met $(echo ../../../*/local/mine-* | wc -w)"
`;

for (const timestamps of [true, false]) {
  describe(`a real gitlab-runner, FF_TIMESTAMPS=${timestamps}`, function () {
    this.timeout(60_000);
    let run: RealRun;

    before(async function () {
      needs(this, gitlabRunner);
      const secret = { key: 'SECRET', value: SECRET, masked: true };
      run = await startWithRealRunner(CONFIG, { timestamps, variables: [secret] });
    });
    after(() => run?.close());

    it('runs a job with a clone; our reply comes once and GitLab posts none', async () => {
      const { trace, status, ours, theirs } = await run.run('/project run hello Ada');
      assert.equal(status, 'success');
      assert.match(trace, /Running with gitlab-runner 1/);
      assert.match(trace, /Checking out [0-9a-f]{8} as detached HEAD/);
      assert.match(trace, /Job succeeded/);
      assert.deepEqual([ours.length, theirs], [1, []]);
      assert.match(ours[0] ?? '', /Hello World/);
    });

    it('reports exit 42 as 42', async () => {
      const { trace, status, jobId, ours, theirs } = await run.run('/project run exit-42');
      assert.equal(status, 'failed');
      assert.match(trace, /ERROR: Job failed: exit status 42/);
      const job = run.gitlab.job(jobId);
      assert.deepEqual([job?.failureReason, job?.exitCode], ['script_failure', 42]);
      assert.deepEqual([ours.length, theirs.length], [1, 1]);
      assert.match(ours[0] ?? '', /42.*before/s);
      assert.match(theirs[0] ?? '', /Sorry, the build failed!/);
    });

    it('falls back to GitLab with readable text when Slack is down', async () => {
      run.slack.faults.next(
        'chat.postMessage',
        ...Array.from({ length: 20 }, () => ({ kind: 'error', error: 'invalid_auth' }) as const),
      );
      const { status, ours, theirs } = await run.run('/project run reply');
      run.slack.faults.clear();
      assert.equal(status, 'success');
      assert.deepEqual([ours, theirs.length], [[], 1]);
      assert.match(theirs[0] ?? '', /&lt;a&gt; &amp; b/);
      assert.doesNotMatch(theirs[0] ?? '', /noise/);
    });

    it('lets no marker of the job reach GitLab’s responder, in no stage, cut or whole', async () => {
      const { status, ours, theirs } = await run.run('/project run markers');
      assert.equal(status, 'success');
      assert.deepEqual([ours.length, theirs], [1, []]);
      assert.match(ours[0] ?? '', /one\\n.*three/s);
    });

    it('replies once, after after_script, and tells it how the script ended', async () => {
      const { trace, ours, theirs } = await run.run('/project run after');
      assert.match(trace, /status success/);
      assert.deepEqual([ours.length, theirs], [1, []]);
      assert.match(ours[0] ?? '', /from script/);
    });

    it('runs after_script of a cancelled job, and says that it was cancelled', async () => {
      const jobId = await run.type('/project run long');
      await run.prints(jobId, /begun/);
      run.gitlab.cancel(jobId);
      const { trace, status, ours } = await run.finished(jobId);
      assert.equal(status, 'canceled');
      assert.match(trace, /script canceled externally/);
      assert.match(trace, /status canceled/);
      assert.equal(ours.length, 1);
      assert.match(ours[0] ?? '', /was canceled.*begun/s);
    });

    it('ends a job that does not want to when it is cancelled by force', async () => {
      const jobId = await run.type('/project run stubborn');
      await run.prints(jobId, /begun/);
      run.gitlab.cancel(jobId, { force: true });
      const { status, ours } = await run.finished(jobId);
      assert.equal(status, 'canceled');
      assert.equal(ours.length, 1);
      assert.match(ours[0] ?? '', /was canceled/);
    });

    it('says so when the script, or the whole job, took too long', async () => {
      const script = await run.run('/project run script-timeout');
      assert.match(script.trace, /status timedout/);
      const job = await run.run('/project run job-timeout');
      assert.doesNotMatch(job.trace, /status/);
      for (const { status, jobId, ours } of [script, job]) {
        assert.equal(status, 'failed');
        assert.equal(run.gitlab.job(jobId)?.failureReason, 'job_execution_timeout');
        assert.equal(ours.length, 1);
        assert.match(ours[0] ?? '', /timed out|too long|timeout/i);
      }
    });

    it('shows a masked secret nowhere: whole, in two writes, coloured inside', async () => {
      const { trace, ours, theirs } = await run.run('/project run secret');
      assert.doesNotMatch(trace, new RegExp(SECRET));
      assert.deepEqual([ours.length, theirs], [1, []]);
      assert.doesNotMatch(ours[0] ?? '', /s3cr3|t-value/);
    });

    it('refuses an argument that names a secret, in the channel', async () => {
      const { trace, status, ours } = await run.run('/project run input $SECRET');
      assert.equal(status, 'failed');
      assert.match(trace, /DRIVER_SECRET_IN_INPUT/);
      assert.doesNotMatch(trace, new RegExp(SECRET));
      assert.equal(ours.length, 1);
      assert.match(ours[0] ?? '', /SECRET/);
    });

    it('hands any argument over as it was typed', async () => {
      const typed = `"a' \`id\` $(id) \\ ; | 😀 \u0001\u001b[31m`;
      const { trace } = await run.run(`/project run input ${typed}`);
      assert.match(trace, new RegExp(Buffer.from(typed).toString('hex')));
    });

    it('runs two jobs at once, each in its own folder with its own reply', async () => {
      const ids = [await run.type('/project run pair one'), await run.type('/project run pair two')];
      const jobs = await Promise.all(ids.map((id) => run.finished(id)));
      for (const [index, { trace, ours, status }] of jobs.entries()) {
        assert.equal(status, 'success', trace);
        assert.match(trace, /met 2/);
        assert.equal(ours.length, 1);
        assert.match(ours[0] ?? '', new RegExp(`for ${['one', 'two'][index]}`));
      }
    });
  });
}
