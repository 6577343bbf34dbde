import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseServer } from '@gitlab-chatops/executor/repository';

const uid = process.geteuid?.() ?? 0;

describe('which GitLab is asked', () => {
  const choose = (environment: NodeJS.ProcessEnv, url?: string, tokenFile?: string) =>
    chooseServer({ environment, url, tokenFile, uid });

  it('is the one named by the option, the variable of ours, the one of a job, else none', () => {
    const ours = {
      GITLAB_CHATOPS_GITLAB_URL: 'https://ours.example.com/',
      CI_SERVER_URL: 'https://ci.example.com',
    };
    assert.deepEqual(choose(ours, 'gitlab.example.com'), { url: 'https://gitlab.example.com' });
    assert.deepEqual(choose(ours), { url: 'https://ours.example.com' });
    assert.deepEqual(choose({ CI_SERVER_URL: 'https://ci.example.com/git/' }), {
      url: 'https://ci.example.com/git',
    });
    assert.equal(choose({ GITLAB_TOKEN: 'glpat-x' }), undefined);
    assert.equal(choose({ CI_SERVER_URL: '' }), undefined);
  });

  it('gets a token of the environment; the token of a job only where the job came from', () => {
    const token = (environment: NodeJS.ProcessEnv, url = 'https://ci.example.com') =>
      choose(environment, url)?.token;
    const job = { CI_SERVER_URL: 'https://ci.example.com', CI_JOB_TOKEN: 'job' };
    assert.deepEqual(token({ ...job, GITLAB_TOKEN: 'b', GITLAB_CHATOPS_TOKEN: 'a' }), {
      kind: 'access',
      value: 'a',
    });
    assert.deepEqual(token({ ...job, GITLAB_TOKEN: 'b' }), { kind: 'access', value: 'b' });
    assert.deepEqual(token(job), { kind: 'job', value: 'job' });
    for (const url of [
      'https://ci.example.com:8443',
      'http://ci.example.com',
      'https://ci.example.com.evil.test',
    ]) {
      assert.equal(token(job, url), undefined, url);
    }
  });

  it('gets a token from a file that only its owner reads', () => {
    const folder = mkdtempSync(join(tmpdir(), 'chatops-token-'));
    try {
      const file = join(folder, 'token');
      writeFileSync(file, 'glpat-file\n', { mode: 0o600 });
      const { token } = choose({ GITLAB_TOKEN: 'other' }, 'https://a.test', file) ?? {};
      assert.deepEqual(token, { kind: 'access', value: 'glpat-file' });
      chmodSync(file, 0o644);
      assert.throws(() => choose({}, 'https://a.test', file), { code: 'CONFIG_TOKEN_UNSAFE' });
      assert.throws(() => choose({}, 'https://a.test', join(folder, 'none')), {
        code: 'CONFIG_TOKEN_MISSING',
      });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is an address of the web, without a password', () => {
    for (const url of ['ftp://a.test', 'https://u:p@a.test', 'https://a.test?x=1', 'a b', 'https://']) {
      assert.throws(() => choose({}, url), { code: 'CONFIG_GITLAB_URL' }, url);
    }
    assert.throws(() => choose({ GITLAB_TOKEN: 'two words' }, 'https://a.test'), {
      code: 'CONFIG_TOKEN_INVALID',
    });
  });
});
