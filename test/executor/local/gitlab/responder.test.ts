import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JobResponse } from '@gitlab-chatops/executor/job';
import type { PostedReply } from '@gitlab-chatops/executor/local/gitlab';
import { Lab, tinyPlanner } from './fixture.js';

interface DecisiveTrace {
  readonly id: string;
  readonly trace: string;
  readonly state: { readonly state: string; readonly failure_reason?: string; readonly exit_code?: number };
}

/** Traces that a real Runner 19.4 made with a driver that does what design D4 says. */
const DECISIVE = JSON.parse(
  readFileSync(new URL('../../../fixtures/runner/decisive.json', import.meta.url), 'utf8'),
) as readonly DecisiveTrace[];

const section = (name: string, text: string) =>
  `section_start:1:${name}\r\x1b[0K${text}section_end:2:${name}\r\x1b[0K`;

describe("GitLab's own responder", () => {
  let lab: Lab;
  afterEach(() => lab.close());

  async function finish(job: JobResponse, trace: string, state: Record<string, unknown>): Promise<void> {
    assert.equal((await lab.patch(job, 0, trace)).status, 202);
    assert.equal((await lab.put(job, state)).status, 200);
  }
  const posted = (index: number) => {
    const post = lab.chat.posts[index];
    assert.ok(post);
    return post.body;
  };
  const reply = async (id: number, view: 'posted' | 'without_driver'): Promise<PostedReply> =>
    (await lab.event('reply', (event) => event.jobId === id && event.view === view)).reply;

  for (const { id, trace, state } of DECISIVE) {
    it(`gives the documented result on ${id}`, async () => {
      lab = await Lab.open();
      const job = await lab.take();
      await finish(job, trace, { ...state });
      const shown = await reply(job.id, 'posted');
      if (state.state === 'failed') {
        const text = `<@U1>: <${lab.url}/acme/ops/-/jobs/${job.id}|Sorry, the build failed!>`;
        assert.deepEqual(lab.chat.posts, [
          {
            path: '/slack/1',
            accept: 'application/json',
            contentType: 'text/plain;charset=UTF-8',
            body: { text, response_type: 'in_channel' },
          },
        ]);
      } else if (id.endsWith('|empty')) {
        assert.deepEqual(shown, { kind: 'nothing' });
        assert.deepEqual(lab.chat.posts, []);
      } else {
        const { text } = posted(0) as { text: string };
        const lines = text.split('\n').map((line) => line.replace(/^(<@U1>: )?\S+Z 01O /, '$1'));
        const expected = id.includes('/stamped')
          ? ['<@U1>: our reply', 'line 2', '']
          : ['<@U1>: our reply', 'line 2'];
        assert.deepEqual(lines, expected);
        assert.equal(lab.chat.posts.length, 1);
      }
    });
  }

  it('shows what it would have been without the driver, and posts that to nobody', async () => {
    lab = await Lab.open();
    const job = await lab.take();
    const { trace = '' } = DECISIVE.find(({ id }) => id === 'ls-chat-reply|empty') ?? {};
    await finish(job, trace, { state: 'success' });
    assert.deepEqual(await reply(job.id, 'without_driver'), {
      kind: 'post',
      body: { text: '<@U1>: one\ntwo', response_type: 'in_channel' },
    });
    assert.deepEqual(await reply(job.id, 'posted'), { kind: 'nothing' });
    assert.deepEqual(lab.chat.posts, []);
  });

  it('prefers a trace that was handed over', async () => {
    lab = await Lab.open();
    const job = await lab.take();
    lab.gitlab.showTraceBeforeRename(job.id, Buffer.from(section('chat_reply', '\nas it was\n')));
    await finish(job, section('step_script', '\nrun\n'), { state: 'success' });
    const shown = await reply(job.id, 'without_driver');
    assert.equal(shown.kind === 'post' && 'text' in shown.body && shown.body.text, '<@U1>: as it was');
    assert.equal(((await reply(job.id, 'posted')) as { body: { text: string } }).body.text, '<@U1>: run');
  });

  it('posts an attachment where the response_url is not Slack’s', async () => {
    lab = await Lab.open();
    await lab.slash('run hello', { response_url: `${lab.chat.origin}/mattermost/1` });
    const job = (await lab.poll()).json as JobResponse;
    await finish(job, section('step_script', 'banner\n\x1b[32mdone\x1b[0m\n'), { state: 'success' });
    await reply(job.id, 'posted');
    assert.equal(lab.chat.posts[0]?.contentType, 'application/json');
    const { attachments } = posted(0) as { attachments: { text: string; fields: { value: string }[] }[] };
    assert.equal(
      attachments[0]?.text,
      `ChatOps job started by [Ada L](${lab.url}/ada) completed successfully`,
    );
    assert.equal(attachments[0]?.fields[2]?.value, '```shell\ndone\n```');
  });

  it('looks for a section every 2 s for five minutes, then gives up silently', async () => {
    lab = await Lab.open();
    const job = await lab.take();
    await finish(job, 'no section here\n', { state: 'success' });
    assert.deepEqual(await reply(job.id, 'without_driver'), { kind: 'gave_up', error: 'TimeoutExceeded' });
    for (let look = 0; look < 150; look++) {
      assert.equal(lab.clock.waiting, 1, `still looking after ${look}`);
      lab.clock.advance(2_000);
    }
    assert.deepEqual(await reply(job.id, 'posted'), { kind: 'gave_up', error: 'TimeoutExceeded' });
    assert.deepEqual(lab.chat.posts, []);
  });

  it('says that a canceled job failed, one that never started too', async () => {
    lab = await Lab.open();
    await lab.slash('run hello');
    lab.gitlab.cancel(1);
    const shown = await reply(1, 'posted');
    assert.ok(
      shown.kind === 'post' && 'text' in shown.body && /Sorry, the build failed!/.test(shown.body.text),
    );
  });

  it('answers each attempt of a retried job', async () => {
    lab = await Lab.open({ planner: tinyPlanner({ retry: 1 }) });
    await lab.slash('run hello');
    for (const id of [1, 2]) {
      const job = (await lab.poll()).json as JobResponse;
      await lab.put(job, { state: 'failed', failure_reason: 'script_failure' });
      await reply(id, 'posted');
    }
    assert.equal(lab.chat.posts.length, 2);
  });

  it('has nobody to answer without a response_url', async () => {
    lab = await Lab.open();
    await lab.slash('run hello', { response_url: '' });
    const job = (await lab.poll()).json as JobResponse;
    await finish(job, section('step_script', '\nx\n'), { state: 'success' });
    assert.deepEqual(
      lab.events.filter(({ kind }) => kind === 'reply'),
      [],
    );
  });

  it('posts once, whatever comes back, and to loopback only', async () => {
    lab = await Lab.open();
    lab.chat.status = 500;
    const job = await lab.take();
    await finish(job, section('step_script', '\nx\n'), { state: 'success' });
    const shown = await reply(job.id, 'posted');
    assert.deepEqual(shown.kind === 'post' && shown.delivery, { kind: 'answered', status: 500 });
    assert.equal(lab.chat.posts.length, 1);
    for (const url of ['http://192.0.2.1/x', 'https://hooks.slack.com/x', 'file:///etc/passwd', 'nonsense']) {
      await lab.slash('run hello', { response_url: url });
      const other = (await lab.poll()).json as JobResponse;
      await finish(other, section('step_script', '\nx\n'), { state: 'success' });
      const refused = await reply(other.id, 'posted');
      assert.equal(refused.kind === 'post' && refused.delivery?.kind, 'failed', url);
    }
  });

  it('does not wait for a chat service that hangs when it closes', async () => {
    const hanging = createServer();
    await new Promise<void>((resolve) => hanging.listen(0, '127.0.0.1', resolve));
    lab = await Lab.open();
    const { port } = hanging.address() as AddressInfo;
    await lab.slash('run hello', { response_url: `http://127.0.0.1:${port}/hangs` });
    const asked = new Promise((resolve) => hanging.once('request', resolve));
    await finish((await lab.poll()).json as JobResponse, section('step_script', '\nx\n'), {
      state: 'success',
    });
    await asked;
    await lab.gitlab.close();
    hanging.closeAllConnections();
    hanging.close();
  });
});
