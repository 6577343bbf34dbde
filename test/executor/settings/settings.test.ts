import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  channelAllowed,
  loadSettings,
  parseSettings,
  policyFor,
  resolveSettings,
} from '@gitlab-chatops/executor/settings';
import { CodedError } from '@gitlab-chatops/shared/errors';

const FULL = `
builds_dir: /srv/builds
cache_dir: /srv/cache
state_dir: /srv/state
sandbox:
  type: bubblewrap
  user: ci
environment:
  http_proxy: http://proxy:3128
slack:
  api_url: http://127.0.0.1:9/api/
projects:
  "**":
    reply: {owner: gitlab}
  acme/*:
    chat: slack
    token_env: ACME_TOKEN
    channels: ["*"]
  acme/ops:
    chat: slack
    token_file: /etc/gitlab-chatops/acme.token
    channels: [C1, C2]
    reply: {on_failure: gitlab}
    sandbox: {type: host, accept_risk: true}
  acme/**:
    chat: slack
    token_env: DEEP_TOKEN
    channels: [C3]
`;

const resolve = (text: string, overrides = {}) =>
  resolveSettings(parseSettings(text, 's.yml'), overrides, { stateDir: '/var/lib/x' }, 's.yml');

function failure(action: () => unknown): CodedError {
  try {
    action();
  } catch (error) {
    if (error instanceof CodedError) return error;
    throw error;
  }
  return assert.fail('expected a CodedError');
}

describe('settings', () => {
  it('reads every key of the file', () => {
    const settings = resolve(FULL);
    assert.equal(settings.buildsDir, '/srv/builds');
    assert.equal(settings.stateDir, '/srv/state');
    assert.deepEqual(settings.sandbox, {
      type: 'bubblewrap',
      user: 'ci',
      acceptRisk: false,
      readOnly: [],
      readWrite: [],
    });
    assert.equal(settings.slack.apiUrl, 'http://127.0.0.1:9/api/');
    assert.deepEqual(settings.environment, { http_proxy: 'http://proxy:3128' });
  });

  it('gives a project the nearest entry, whatever the order', () => {
    const settings = resolve(FULL);
    const patterns = ['acme/ops', 'ACME/Ops', 'acme/web', 'acme/team/web', 'other/x', 'acme'].map(
      (path) => policyFor(settings, path).pattern,
    );
    assert.deepEqual(patterns, ['acme/ops', 'acme/ops', 'acme/*', 'acme/**', '**', '**']);
  });

  it('leaves the reply with GitLab when nothing matches', () => {
    const policy = policyFor(resolve('projects: {}'), 'acme/ops');
    assert.equal(policy.owner, 'gitlab');
    assert.equal(policy.chat, undefined);
  });

  it('lets a project change single keys of the sandbox', () => {
    const settings = resolve(FULL);
    const { sandbox } = policyFor(settings, 'acme/ops');
    assert.equal(sandbox.type, 'host');
    assert.equal(sandbox.user, 'ci');
  });

  it('knows the allowed channels', () => {
    const settings = resolve(FULL);
    assert.equal(channelAllowed(policyFor(settings, 'acme/ops'), 'C2'), true);
    assert.equal(channelAllowed(policyFor(settings, 'acme/ops'), 'C3'), false);
    assert.equal(channelAllowed(policyFor(settings, 'acme/web'), 'C9'), true);
    assert.equal(channelAllowed(policyFor(settings, 'other/x'), 'C1'), false);
  });

  it('lets flags and environment beat the file', () => {
    const text = 'sandbox: {user: ci}\nprojects: {a: {sandbox: {type: host}}}';
    const flags = { sandbox: 'bubblewrap', buildsDir: '/flag', cacheDir: '/c' };
    const settings = resolve(text, flags);
    assert.equal(settings.buildsDir, '/flag');
    assert.equal(settings.sandbox.type, 'bubblewrap');
    assert.equal(settings.sandbox.user, 'ci');
    assert.equal(policyFor(settings, 'a').sandbox.type, 'bubblewrap');
  });

  it('rejects an unknown key with its place and the nearest name', () => {
    const top = failure(() => resolve('builds_dir: /b\nsandbx: {type: host}\n'));
    assert.equal(top.code, 'CONFIG_UNKNOWN_KEY');
    assert.match(top.message, /^s\.yml:2:1: /);
    assert.match(top.wayOut ?? '', /"sandbox"/);
    const nested = failure(() => resolve('projects:\n  a/b:\n    tokenfile: /x\n'));
    assert.match(nested.message, /^s\.yml:3:5: /);
    assert.match(nested.wayOut ?? '', /"token_file"/);
    const deep = failure(() => resolve('projects:\n  a/b:\n    reply: {ownr: ours}\n'));
    assert.match(deep.message, /^s\.yml:3:13: /);
    assert.match(deep.wayOut ?? '', /"owner"/);
  });

  const invalid: readonly [string, string, string][] = [
    ['a relative directory', 'builds_dir: builds', 'CONFIG_INVALID'],
    ['an unknown sandbox', 'sandbox: {type: docker}', 'CONFIG_INVALID'],
    ['broken YAML', 'a: [', 'CONFIG_YAML'],
    ['two tokens', 'projects: {a: {chat: slack, token_file: /x, token_env: Y}}', 'CONFIG_TOKEN_TWICE'],
    ['no token', 'projects: {a: {chat: slack, channels: [C]}}', 'CONFIG_TOKEN_MISSING'],
    ['a token without chat', 'projects: {a: {token_env: Y}}', 'CONFIG_CHAT_MISSING'],
    ['no channels', 'projects: {a: {chat: slack, token_env: Y}}', 'CONFIG_CHANNELS_MISSING'],
    [
      'a token on the host without accept_risk',
      'projects: {a: {chat: slack, token_env: Y, channels: [C]}}',
      'CONFIG_HOST_RISK',
    ],
    ['bubblewrap without directories', 'sandbox: {type: bubblewrap}', 'CONFIG_SANDBOX_DIRECTORIES'],
  ];
  for (const [name, text, code] of invalid) {
    it(`refuses ${name}`, () => assert.equal(failure(() => resolve(text)).code, code));
  }
});

describe('loadSettings', () => {
  let folder: string;
  let file: string;
  const uid = process.geteuid?.() ?? 0;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'settings-'));
    file = join(folder, 'settings.yml');
    writeFileSync(file, 'state_dir: /from/file\nbuilds_dir: /from/file\n', { mode: 0o600 });
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('overlays flags, environment, file and default', () => {
    const settings = loadSettings({
      flags: { settings: file, sandbox: 'host' },
      environment: { GITLAB_CHATOPS_BUILDS_DIR: '/from/env', HOME: '/h' },
      uid,
    });
    assert.equal(settings.buildsDir, '/from/env');
    assert.equal(settings.stateDir, '/from/file');
    assert.equal(settings.file, file);
  });

  it('refuses a named file that is missing', () => {
    const environment = { GITLAB_CHATOPS_SETTINGS: join(folder, 'none.yml') };
    assert.equal(failure(() => loadSettings({ environment, uid })).code, 'CONFIG_NOT_FOUND');
  });

  it('refuses a file that others may change', () => {
    chmodSync(file, 0o666);
    const environment = { GITLAB_CHATOPS_SETTINGS: file };
    assert.equal(failure(() => loadSettings({ environment, uid })).code, 'CONFIG_UNSAFE_FILE');
  });
});
