import assert from 'node:assert/strict';
import { parseJobResponse, readFacts } from '@gitlab-chatops/executor/job';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { jobResponse, maskedVariable, publicVariable } from '../support/job-response.js';

describe('readFacts', () => {
  it('reads identity from what a user cannot set', () => {
    const response = jobResponse({
      variables: [
        publicVariable('CI_JOB_ID', '9'),
        publicVariable('CI_PROJECT_PATH', 'evil/path'),
        publicVariable('CI_JOB_URL', 'https://evil.example.com/'),
        publicVariable('CI_PIPELINE_CREATED_AT', '2001-01-01T00:00:00Z'),
      ],
    });
    const facts = readFacts(response, { CUSTOM_ENV_CI_JOB_ID: '9' });
    assert.equal(facts.id, 1000);
    assert.deepEqual(facts.project, { id: 42, path: 'acme/ops' });
    assert.equal(facts.url, 'https://gitlab.example.com/acme/ops/-/jobs/1000');
    assert.equal(facts.pipelineCreatedAt, Date.parse('2026-11-24T00:00:00Z'));
  });

  it('takes the first pipeline source for the answer and any for policy', () => {
    const source = (...values: string[]) => {
      const facts = readFacts(
        jobResponse({
          extra: { variables: values.map((value) => publicVariable('CI_PIPELINE_SOURCE', value)) },
        }),
        {},
      );
      return [facts.fromChat, facts.claimsChat];
    };
    assert.deepEqual(source('chat', 'push'), [true, true]);
    assert.deepEqual(source('push', 'chat'), [false, true]);
    assert.deepEqual(source('eyJhbGciOi', 'chat'), [false, true]);
    assert.deepEqual(source('push'), [false, false]);
    assert.deepEqual(source(), [false, false]);
  });

  it('takes the last occurrence of CHAT_ variables, expanded once', () => {
    const facts = readFacts(
      jobResponse({
        variables: [publicVariable('CHAT_CHANNEL', 'C1'), publicVariable('WHERE', '$ELSEWHERE')],
        chat: { channel: 'C$RUNNER_OWN', input: `to $WHERE and \${NOWHERE}!` },
      }),
      { CUSTOM_ENV_RUNNER_OWN: '42', CUSTOM_ENV_ELSEWHERE: 'no' },
    );
    assert.equal(facts.chat.channel, 'C42');
    assert.equal(facts.chat.input, 'to $ELSEWHERE and !');
    assert.equal(facts.chat.callerId, 'U0123ABCD');
  });

  it('finds the project path in the repository URL when job_info does not tell it', () => {
    const response = jobResponse();
    const older = {
      ...response,
      job_info: { ...response.job_info, project_full_path: '' },
      git_info: { ...response.git_info, repo_url: 'https://gitlab-ci-token:t@host/git/acme/sub/ops.git' },
      variables: [publicVariable('CI_SERVER_URL', 'https://host/git')],
    };
    assert.equal(readFacts(older, {}).project.path, 'acme/sub/ops');
    const local = { ...older, git_info: { ...older.git_info, repo_url: '/srv/git/ops' } };
    assert.equal(readFacts(local, {}).project.path, undefined);
  });

  it('masks every occurrence of masked variables, resolved secrets and the token', () => {
    const facts = readFacts(
      jobResponse({
        variables: [
          maskedVariable('KEY', 'shadowed-1'),
          publicVariable('PART', 'xyz'),
          maskedVariable('KEY', 'composed-$PART'),
          maskedVariable('EMPTY', '  '),
        ],
        extra: { secrets: { VAULT: {} }, features: { token_mask_prefixes: ['corp-'] } },
      }),
      { CUSTOM_ENV_VAULT: 'from-vault' },
    );
    assert.deepEqual(facts.masks, {
      phrases: ['jobtoken-1000', 'shadowed-1', 'composed-$PART', 'composed-xyz', 'from-vault'],
      tokenPrefixes: ['corp-'],
    });
  });

  it('knows the order of user steps', () => {
    const facts = readFacts(jobResponse({ afterScript: ['true'] }), {});
    assert.deepEqual(facts.steps, { main: ['script'], afterScript: true });
    assert.equal(readFacts(jobResponse({ afterScript: [] }), {}).steps.afterScript, false);
  });
});

describe('secrets in the chat input', () => {
  const found = (input: string, variables = [maskedVariable('DEPLOY_KEY', 's3cr3t-value')]) =>
    readFacts(jobResponse({ variables, chat: { input } }), {}).secretsInInput.map(
      ({ name, by }) => `${name} ${by}`,
    );

  it('finds a name that the Runner would expand', () => {
    assert.deepEqual(found('say $DEPLOY_KEY'), ['DEPLOY_KEY name']);
    assert.deepEqual(found(`\${DEPLOY_KEY}`), ['DEPLOY_KEY name']);
    assert.deepEqual(found('$CI_JOB_TOKEN'), ['CI_JOB_TOKEN name']);
  });

  it('finds a value that GitLab has put in already', () => {
    assert.deepEqual(found('say s3cr3t-value please'), ['DEPLOY_KEY value']);
    assert.deepEqual(found('jobtoken-1000'), ['CI_JOB_TOKEN value']);
    const twice = ['ONE', 'TWO'].map((name) => maskedVariable(name, 's3cr3t-value'));
    assert.deepEqual(found('s3cr3t-value', twice), ['ONE value']);
  });

  it('finds a multi-line secret, which GitLab cannot mask', () => {
    const key = '-----BEGIN KEY-----\nMIIE\n-----END KEY-----\n';
    const variables = [{ ...publicVariable('SSH_KEY', key), public: false }];
    assert.deepEqual(found(`use ${key}`, variables), ['SSH_KEY value']);
  });

  it('lets public and unknown names and ordinary words pass', () => {
    assert.deepEqual(found('deploy staging'), []);
    assert.deepEqual(found('cost $5 $UNKNOWN $$'), []);
    assert.deepEqual(found('$DEPLOY'), []);
    assert.deepEqual(found('$NAME', [publicVariable('NAME', 'x')]), []);
    const host = [{ ...publicVariable('DEPLOY_HOST', 'staging.example.com'), public: false }];
    assert.deepEqual(found('staging.example.com', host), []);
  });

  it('knows names that come from a vault', () => {
    const response = jobResponse({ chat: { input: '$VAULT' }, extra: { secrets: { VAULT: {} } } });
    assert.equal(readFacts(response, {}).secretsInInput.length, 1);
  });
});

describe('parseJobResponse', () => {
  const bad = ['', '[]', '{}', '{"id":"7","token":"t"}', JSON.stringify({ ...jobResponse(), steps: 'x' })];
  for (const text of bad) {
    it(`refuses ${text.slice(0, 30)}`, () => {
      assert.throws(
        () => parseJobResponse(text),
        (error) => error instanceof CodedError && error.code === 'DRIVER_RESPONSE_INVALID',
      );
    });
  }

  it('takes null lists', () => {
    const response = parseJobResponse(JSON.stringify({ ...jobResponse(), variables: null, steps: null }));
    assert.deepEqual(readFacts(response, {}).steps.main, []);
  });
});
