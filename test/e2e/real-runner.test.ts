import assert from 'node:assert/strict';
import { setTimeout as wait } from 'node:timers/promises';
import { gitlabRunner, needs } from '../support/needs.js';
import { type RealRun, startWithRealRunner } from './real-runner.js';

const CONFIG = `
stages: [chat]
.chat:
  stage: chat
  rules:
    - if: $CI_PIPELINE_SOURCE == "chat"
hello:
  extends: .chat
  script:
    - echo "Hello World"
exit-42:
  extends: .chat
  variables: {GIT_STRATEGY: none}
  script:
    - echo before
    - exit 42
reply:
  extends: .chat
  variables: {GIT_STRATEGY: none}
  script:
    - echo noise
    - printf 'section_start:1:chat_reply\\r\\033[0K\\n<a> & b\\nsection_end:1:chat_reply\\r\\033[0K\\n'
`;

/** Texts of what an app posted into the channel, in order. */
function posted({ slack }: RealRun): readonly string[] {
  return slack.workspace
    .history(slack.channel.id)
    .filter(({ user }) => user === slack.app.userId)
    .map(({ text, blocks }) => JSON.stringify([text, blocks ?? null]));
}

/** Waits until GitLab's own responder has said what it does about a job. */
async function responderDone(run: RealRun, jobId: number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (
      run.events.some((event) => event.kind === 'reply' && event.view === 'posted' && event.jobId === jobId)
    )
      return;
    await wait(50);
  }
  throw new Error(`GitLab's responder did not come to an end for job ${jobId}`);
}

for (const timestamps of [true, false]) {
  describe(`a real gitlab-runner, FF_TIMESTAMPS=${timestamps}`, function () {
    this.timeout(60_000);
    let run: RealRun;

    before(async function () {
      needs(this, gitlabRunner);
      run = await startWithRealRunner(CONFIG, { timestamps });
    });
    after(() => run?.close());

    it('runs a job with a clone; our reply comes once and GitLab posts none', async () => {
      const { trace, status, jobId } = await run.run('/project run hello Ada');
      assert.equal(status, 'success');
      assert.match(trace, /Running with gitlab-runner 1/);
      assert.match(trace, /Checking out [0-9a-f]{8} as detached HEAD/);
      assert.match(trace, /Job succeeded/);
      await responderDone(run, jobId);
      const messages = posted(run);
      assert.equal(messages.length, 1);
      assert.match(messages[0] ?? '', /Hello World/);
    });

    it('reports exit 42 as 42', async () => {
      const before = posted(run).length;
      const { trace, status, jobId } = await run.run('/project run exit-42');
      assert.equal(status, 'failed');
      assert.match(trace, /ERROR: Job failed: exit status 42/);
      const job = run.gitlab.job(jobId);
      assert.deepEqual([job?.failureReason, job?.exitCode], ['script_failure', 42]);
      await responderDone(run, jobId);
      const ours = posted(run)
        .slice(before)
        .filter((text) => text.includes('before'));
      assert.equal(ours.length, 1);
      assert.match(ours[0] ?? '', /42/);
    });

    it('falls back to GitLab with readable text when Slack is down', async () => {
      const before = posted(run).length;
      run.slack.faults.next(
        'chat.postMessage',
        ...Array.from({ length: 20 }, () => ({ kind: 'error', error: 'invalid_auth' }) as const),
      );
      const { status, jobId } = await run.run('/project run reply');
      run.slack.faults.clear();
      assert.equal(status, 'success');
      await responderDone(run, jobId);
      const messages = posted(run).slice(before);
      assert.equal(messages.length, 1);
      assert.match(messages[0] ?? '', /&lt;a&gt; &amp; b/);
      assert.doesNotMatch(messages[0] ?? '', /noise/);
    });
  });
}
