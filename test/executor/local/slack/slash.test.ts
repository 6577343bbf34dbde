import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { signRequest } from '@gitlab-chatops/executor/local/slack';
import { type RunningSlack, runSlack, stopSlacks } from './running.js';

/** What the app behind the Request URL got. */
interface Got {
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
  readonly form: URLSearchParams;
}

type Answering = (got: Got) => { status?: number; type?: string; body: string } | 'never';

const at = (requestUrl: string) => ({ requestUrl, verificationToken: 'verification' });

describe('local Slack: slash commands', () => {
  const apps: Server[] = [];
  const gots: Got[] = [];

  afterEach(async () => {
    await stopSlacks();
    for (const app of apps.splice(0)) {
      app.closeAllConnections();
      app.close();
    }
    gots.length = 0;
  });

  async function runWithApp(answering: Answering): Promise<RunningSlack> {
    const app = createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk);
      const body = Buffer.concat(chunks).toString();
      const got = { headers: request.headers, body, form: new URLSearchParams(body) };
      gots.push(got);
      const answer = answering(got);
      if (answer === 'never') return;
      response.writeHead(answer.status ?? 200, { 'content-type': answer.type ?? 'application/json' });
      response.end(answer.body);
    });
    apps.push(app);
    await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
    const address = app.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return runSlack({ installed: () => at(`http://127.0.0.1:${port}/trigger`), acknowledgeWithinMs: 300 });
  }

  const shown = ({ slack }: RunningSlack) =>
    slack.workspace
      .screen()
      .map(({ origin, text, ephemeralTo }) => [origin, text, ephemeralTo !== undefined]);

  it('signs as the official vector says', () => {
    const body =
      'token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c';
    assert.equal(
      signRequest('8f742231b10e8888abcd99yyyzzz85a5', 1531420618, body),
      'v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503',
    );
  });

  it('delivers what was typed, escaped and signed', async () => {
    const running = await runWithApp(() => ({ body: '' }));
    const { slack, clock } = running;
    assert.deepEqual(await slack.type('/project run deploy  a & b <@U1>\n"x" '), { kind: 'command' });
    const [got] = gots;
    assert.equal(got?.form.get('command'), '/project');
    assert.equal(got?.form.get('text'), 'run deploy  a &amp; b &lt;@U1&gt;\n"x" ');
    assert.equal(got?.form.get('token'), 'verification');
    assert.equal(got?.form.get('channel_id'), slack.channel.id);
    assert.equal(got?.form.get('user_id'), slack.person.id);
    assert.equal(got?.form.get('response_url')?.startsWith(slack.responseUrlPrefix), true);
    assert.equal(
      got?.headers['x-slack-signature'],
      signRequest(slack.signingSecret, clock.ms / 1_000, got?.body ?? ''),
    );
    assert.deepEqual(shown(running), []);
  });

  it('shows the command alone for in_channel with an empty text, as GitLab answers', async () => {
    const running = await runWithApp(() => ({
      body: JSON.stringify({ response_type: 'in_channel', text: '', status: 200 }),
    }));
    assert.deepEqual(await running.slack.type('/project run ls'), { kind: 'command' });
    assert.deepEqual(shown(running), [['command', '/project run ls', false]]);
  });

  it('shows other answers to the caller alone unless they say in_channel', async () => {
    const answers = [
      { body: JSON.stringify({ text: 'no' }) },
      { type: 'text/plain', body: 'plain' },
      { body: JSON.stringify({ response_type: 'in_channel', text: 'yes' }) },
    ];
    const running = await runWithApp(() => answers.shift() ?? { body: '' });
    for (const _ of [1, 2, 3]) await running.slack.type('/project');
    assert.deepEqual(shown(running), [
      ['command_answer', 'no', true],
      ['command_answer', 'plain', true],
      ['command', '/project', false],
      ['command_answer', 'yes', false],
    ]);
  });

  it('keeps the text for a late, refused or unreachable app', async () => {
    const answers: ReturnType<Answering>[] = ['never', { status: 500, body: '' }, { status: 302, body: '' }];
    const { slack } = await runWithApp(() => answers.shift() ?? 'never');
    const error = async () => Reflect.get(await slack.type('/project run x'), 'error');
    assert.equal(await error(), 'operation_timeout');
    assert.equal(await error(), 'dispatch_failed');
    assert.equal(await error(), 'dispatch_failed');
    const { slack: alone } = await runSlack({ installed: () => at('http://127.0.0.1:9/') });
    assert.equal(Reflect.get(await alone.type('/project run x'), 'error'), 'dispatch_failed');
    const { slack: without } = await runSlack();
    assert.equal(Reflect.get(await without.type('/project run x'), 'error'), 'invalid_command');
    assert.equal(gots.length, 3);
  });

  it('takes what is no command for a message', async () => {
    const running = await runWithApp(() => ({ body: '' }));
    for (const typed of ['run ls', ' /project run', '/ run', '//x', 'a & <!channel>']) {
      assert.deepEqual(await running.slack.type(typed), { kind: 'message' });
    }
    assert.equal(gots.length, 0);
    assert.equal(running.slack.workspace.screen().at(-1)?.text, 'a &amp; &lt;!channel&gt;');
  });

  describe('response_url', () => {
    async function runToUrl() {
      const running = await runWithApp(() => ({ body: '' }));
      await running.slack.type('/project run ls');
      const url = gots[0]?.form.get('response_url') ?? '';
      const post = async (body: unknown, headers: Record<string, string> = {}) => {
        const response = await fetch(url, {
          method: 'POST',
          headers,
          body: typeof body === 'string' ? body : JSON.stringify(body),
        });
        return `${response.status} ${await response.text()}`;
      };
      return { ...running, url, post };
    }

    it('takes five posts, then is used up', async () => {
      const { post, ...running } = await runToUrl();
      for (let use = 1; use <= 5; use += 1) {
        assert.equal(await post({ text: `${use}`, response_type: 'in_channel' }), '200 ok');
      }
      assert.equal(await post({ text: '6' }), '404 {"ok":false,"error":"used_url"}');
      assert.equal(running.slack.workspace.screen().length, 5);
    });

    it('ends after thirty minutes', async () => {
      const { post, clock } = await runToUrl();
      clock.advance(30 * 60_000 - 1);
      assert.equal(await post({ text: 'in time' }), '200 ok');
      clock.advance(1);
      assert.equal(await post({ text: 'late' }), '404 {"ok":false,"error":"expired_url"}');
    });

    it('is ephemeral by default, and a replacement keeps its visibility', async () => {
      const { post, ...running } = await runToUrl();
      await post({ text: 'a' });
      await post({ text: 'b', response_type: 'in_channel', replace_original: true });
      await post({ text: 'c', response_type: 'in_channel' });
      assert.deepEqual(shown(running), [
        ['response_url', 'b', true],
        ['response_url', 'c', false],
      ]);
    });

    it('reads JSON under any content type, and a form payload', async () => {
      const { post } = await runToUrl();
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      assert.equal(await post('{"text":"GitLab names no type"}', form), '200 ok');
      assert.equal(await post(`payload=${encodeURIComponent('{"text":"x"}')}`, form), '200 ok');
      assert.equal(await post('nonsense'), '400 invalid_payload');
      assert.equal(await post({}), '400 no_text');
      assert.equal(await post({ blocks: [{ type: 'nothing' }] }), '400 invalid_blocks');
      assert.equal(await post({ blocks: Array(40).fill(section(2_900)) }), '200 ok');
    });

    it('takes one post a second when rates are limited, and a refused one is no use', async () => {
      const { post, clock, slack } = await runToUrl();
      slack.rates.enabled = true;
      for (let use = 1; use <= 5; use += 1) {
        assert.equal(await post({ text: `${use}` }), '200 ok');
        if (use < 5) assert.equal(await post({ text: 'too soon' }), '429 rate_limited');
        clock.advance(1_000);
      }
      assert.equal(await post({ text: '6' }), '404 {"ok":false,"error":"used_url"}');
    });

    it('does not know other paths', async () => {
      const { url } = await runToUrl();
      const response = await fetch(`${url}x`, { method: 'POST', body: '{"text":"x"}' });
      assert.equal(response.status, 404);
    });

    const section = (length: number) => ({
      type: 'section',
      text: { type: 'mrkdwn', text: 'x'.repeat(length) },
    });
  });
});
