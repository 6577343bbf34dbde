import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ADA, Lab, SLACK_TRIGGER } from './fixture.js';

describe('slash command endpoint', () => {
  let lab: Lab;
  before(async () => {
    lab = await Lab.open({
      chatName: (team, user) => {
        if (team !== 'T1') return undefined;
        if (user === 'U1') return ADA;
        if (user === 'GUEST') return { ...ADA, access: 'guest' };
        if (user === 'BLOCKED') return { ...ADA, access: 'blocked' };
        if (user === 'GONE') return { ...ADA, access: 'deactivated' };
        return user === 'NEW' ? { ...ADA, confirmed: false } : undefined;
      },
    });
  });
  after(() => lab.close());
  const trigger = (id: string, slug: string, alias = 'integrations') =>
    `/api/v4/projects/${id}/${alias}/${slug}/trigger`;

  it('schedules: Slack sees an empty in_channel answer', async () => {
    const { status, json, headers } = await lab.slash('run hello Ada');
    assert.equal(status, 200);
    assert.deepEqual(json, { response_type: 'in_channel', status: 200, text: '' });
    assert.equal(headers.get('access-control-allow-origin'), null);
  });

  it('names the job to any other response_url', async () => {
    const { json } = await lab.slash('run hello', { response_url: `${lab.chat.origin}/mattermost/1` });
    const id = lab.gitlab.jobs().at(-1)?.id;
    assert.deepEqual(json, {
      response_type: 'ephemeral',
      status: 200,
      text: `Your ChatOps job <${lab.url}/acme/ops/-/jobs/${id}|#${id}> has been created!`,
    });
  });

  it('runs but answers "unsupported" without a response_url, and keeps no chat data', async () => {
    for (const responseUrl of [null, '', ' ']) {
      const before = lab.gitlab.jobs().length;
      const { json } = await lab.slash('run hello', { response_url: responseUrl });
      assert.match((json as { text: string }).text, /^Sorry, this chat service/);
      assert.equal(lab.gitlab.jobs().length, before + 1);
    }
  });

  for (const [command, beginning] of [
    ['nope', 'The command could not be scheduled. Make sure'],
    ['broken', 'Sorry, this chat service is currently not supported'],
    ['offline', 'No such job.\nName one.'],
  ] as const) {
    it(`answers a refusal: ${command}`, async () => {
      const before = lab.gitlab.jobs().length;
      const { status, json } = await lab.slash(`run ${command}`);
      assert.equal(status, 200);
      assert.ok((json as { text: string }).text.startsWith(beginning));
      assert.equal(lab.gitlab.jobs().length, before);
    });
  }

  it('takes JSON, the old alias, the path as id, and Mattermost by its own token', async () => {
    const body = {
      token: lab.gitlab.slackToken,
      team_id: 'T1',
      user_id: 'U1',
      text: 'help',
      command: '/ops',
    };
    for (const path of [
      SLACK_TRIGGER,
      trigger('42', 'slack_slash_commands', 'services'),
      trigger('acme%2Fops', 'slack_slash_commands'),
    ]) {
      const { status, json } = await lab.sendJson('POST', path, body);
      assert.equal(status, 200, path);
      assert.match((json as { text: string }).text, /^\*Available commands\*/);
    }
    const mattermost = trigger('42', 'mattermost_slash_commands');
    assert.equal((await lab.sendJson('POST', mattermost, body)).status, 404);
    const own = { ...body, token: lab.gitlab.mattermostToken };
    assert.equal((await lab.sendJson('POST', mattermost, own)).status, 200);
  });

  it('sends help for what is no command', async () => {
    const { json } = await lab.slash('Run hello');
    assert.match((json as { text: string }).text, /^The specified command is not valid\./);
  });

  it('refuses wrong and missing tokens, projects and slugs with GitLab’s bodies', async () => {
    const notFound = [404, { message: '404 Integration Not Found' }];
    const cases: [string, Record<string, string | null>, unknown[]][] = [
      [SLACK_TRIGGER, { token: 'wrong' }, notFound],
      [SLACK_TRIGGER, { token: '' }, notFound],
      [SLACK_TRIGGER, { token: null }, [400, { error: 'token is missing' }]],
      [trigger('43', 'slack_slash_commands'), {}, notFound],
      [trigger('42', 'no_such'), {}, [404, { error: '404 Not Found' }]],
    ];
    for (const [path, over, expected] of cases) {
      const { status, json } = await lab.slash('run hello', over, path);
      assert.deepEqual([status, json], expected, path);
    }
  });

  it('asks an unknown caller to link, or cannot identify', async () => {
    const known = await lab.slash('run hello', { user_id: 'U9' });
    assert.match((known.json as { text: string }).text, /^:wave: Hi there! .*<http[^|]+\?token=\S+\|connect/);
    const unknown = await lab.slash('run hello', { user_id: 'U9', team_domain: null });
    assert.match((unknown.json as { text: string }).text, /^:sweat_smile:/);
  });

  it('refuses callers without the right, and asks to confirm a new link', async () => {
    for (const [user, beginning] of [
      ['GUEST', 'You are not allowed to perform the given chatops command.'],
      ['BLOCKED', 'You are not allowed to perform the given chatops command.'],
      ['GONE', 'You are not allowed to perform the given ChatOps command.'],
      ['NEW', 'To ensure the highest security standards'],
    ]) {
      const { status, json } = await lab.slash('run hello', { user_id: user ?? '' });
      assert.equal(status, 200);
      assert.ok((json as { text: string }).text.startsWith(beginning ?? '?'), user);
    }
    // A guest may read the help; who is blocked may not.
    const help = async (user: string) =>
      ((await lab.slash('help', { user_id: user })).json as { text: string }).text;
    assert.match(await help('GUEST'), /^\*Available/);
    assert.match(await help('BLOCKED'), /^You are not allowed/);
  });

  it('serves the GitLab for Slack app: alias first, its own token', async () => {
    const app = (text: string | null, token = lab.gitlab.slackAppToken) =>
      lab.slash(text ?? '', { token, ...(text === null ? { text: null } : {}) }, '/api/v4/slack/trigger');
    assert.deepEqual((await app('acme/ops run hello x')).json, {
      response_type: 'in_channel',
      status: 200,
      text: '',
    });
    assert.match(
      ((await app('other/ops run hello')).json as { text: string }).text,
      /^GitLab error: project/,
    );
    assert.match(
      ((await app('acme/ops  run hello')).json as { text: string }).text,
      /^The specified command/,
    );
    assert.match(((await app('help')).json as { text: string }).text, /^\*Available commands\*/);
    const wrong = await app('help', 'wrong');
    assert.deepEqual([wrong.status, wrong.json], [404, { message: '404 Not Found' }]);
    const missing = await app(null);
    assert.deepEqual([missing.status, missing.json], [400, { error: 'text is missing' }]);
  });

  it('tells listeners text, answer and verdict', async () => {
    await lab.slash('run nope now');
    const event = await lab.event('command', ({ text }) => text === 'run nope now');
    assert.equal(event.verdict?.kind, 'refused');
    assert.equal(event.jobId, undefined);
  });

  it('plans on what the directory holds at that moment', async () => {
    writeFileSync(join(lab.tree, 'later.txt'), 'x');
    await lab.slash('run hello');
    const sha = lab.gitlab.jobs().at(-1)?.sha;
    writeFileSync(join(lab.tree, 'later.txt'), 'y');
    await lab.slash('run hello');
    assert.notEqual(lab.gitlab.jobs().at(-1)?.sha, sha);
  });

  it('does not show what went wrong inside', async () => {
    const { status, text } = await lab.slash('run crash');
    assert.equal(status, 500);
    assert.equal(text, '{"message":"500 Internal Server Error"}');
    assert.equal(lab.errors.length, 1);
  });
});
