import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { JobResponse } from '@gitlab-chatops/executor/job';
import { environmentSlug, guessTier, type LocalGitLabOptions } from '@gitlab-chatops/executor/local/gitlab';
import type { PlannedJob } from '@gitlab-chatops/shared/chat';
import { Lab, tinyPlanner } from './fixture.js';

const run = promisify(execFile);

describe('job response', () => {
  let lab: Lab;
  afterEach(() => lab.close());

  async function handedOut(
    plan: Partial<PlannedJob> = {},
    options: Partial<LocalGitLabOptions> = {},
    text = 'run hello Ada',
  ): Promise<JobResponse> {
    lab = await Lab.open({ planner: tinyPlanner(plan), ...options });
    return lab.take(text);
  }
  const values = (job: JobResponse, key: string) =>
    (job.variables ?? []).filter((variable) => variable.key === key).map(({ value }) => value);

  it('has the shape that Runners decode', async () => {
    const job = await handedOut({ afterScript: ['echo after'], timeout: 90 });
    const { host } = new URL(lab.url);
    assert.equal(job.git_info.repo_url, `http://gitlab-ci-token:${job.token}@${host}/acme/ops.git`);
    assert.match(job.token, /^glcbt-64_[\w-]{20}$/);
    assert.deepEqual(job.steps, [
      {
        name: 'script',
        script: ['echo "Hello $CHAT_INPUT"'],
        timeout: 90,
        when: 'on_success',
        allow_failure: false,
      },
      { name: 'after_script', script: ['echo after'], timeout: 90, when: 'always', allow_failure: true },
    ]);
    const { refspecs, depth, ref, ref_type, before_sha, sha } = job.git_info;
    assert.deepEqual(
      { refspecs, depth, ref, ref_type, before_sha },
      {
        refspecs: ['+refs/pipelines/1:refs/pipelines/1', '+refs/heads/main:refs/remotes/origin/main'],
        depth: 20,
        ref: 'main',
        ref_type: 'branch',
        before_sha: '0'.repeat(40),
      },
    );
    assert.match(sha, /^[0-9a-f]{40}$/);
    assert.equal(job.features?.trace_sections, true);
    assert.ok(job.features?.failure_reasons?.includes('script_failure'));
    // A null here makes the whole payload unreadable to a Runner.
    assert.equal('run' in job, false);
    assert.deepEqual(job.job_info, {
      id: job.id,
      name: 'hello',
      stage: 'chat',
      pipeline_id: 1,
      project_id: 42,
      project_name: 'Ops',
      project_full_path: 'acme/ops',
      user_id: 7,
      time_in_queue_seconds: 0,
      project_jobs_running_on_instance_runners_count: '+Inf',
    });
  });

  it('orders variables as the server does', async () => {
    const job = await handedOut({ yamlVariables: [{ key: 'YAML', value: 'y', raw: false }] });
    const keys = (job.variables ?? []).map(({ key }) => key);
    const [chat] = JSON.parse(
      readFileSync(
        new URL('../../../conformance/vectors/oracle/select_variables.json', import.meta.url),
        'utf8',
      ),
    ) as { expected: Record<string, unknown> }[];
    const seen = Object.keys(chat?.expected ?? {});
    assert.deepEqual(
      keys.filter((key) => seen.includes(key)),
      seen,
    );
    assert.deepEqual(keys.slice(0, 10), [
      'CI_PIPELINE_ID',
      'CI_PIPELINE_URL',
      'CI_JOB_ID',
      'CI_JOB_URL',
      'CI_JOB_TOKEN',
      'CI_JOB_STARTED_AT',
      'CI_JOB_STARTED_AT_SLUG',
      'CI_REGISTRY_USER',
      'CI_REGISTRY_PASSWORD',
      'CI_REPOSITORY_URL',
    ]);
    const between = keys.slice(keys.indexOf('CI_COMMIT_USER_LOGIN') + 1, keys.indexOf('GITLAB_USER_ID'));
    assert.deepEqual(between, ['CI_RUNNER_ID', 'CI_RUNNER_DESCRIPTION', 'CI_RUNNER_TAGS', 'YAML']);
    assert.deepEqual(keys.slice(-3), ['CHAT_INPUT', 'CHAT_CHANNEL', 'CHAT_USER_ID']);
  });

  it('tells time, place and caller', async () => {
    const job = await handedOut();
    assert.deepEqual(values(job, 'CI_PIPELINE_CREATED_AT'), ['2026-02-03T04:05:06Z']);
    assert.deepEqual(values(job, 'CI_JOB_URL'), [`${lab.url}/acme/ops/-/jobs/${job.id}`]);
    assert.deepEqual(values(job, 'CI_PIPELINE_SOURCE'), ['chat']);
    assert.deepEqual(values(job, 'CI_COMMIT_SHA'), [job.git_info.sha]);
    assert.deepEqual(values(job, 'CHAT_INPUT'), ['Ada']);
    assert.deepEqual(values(job, 'CHAT_CHANNEL'), ['C1']);
    assert.deepEqual(values(job, 'CHAT_USER_ID'), ['U1']);
    assert.deepEqual(values(job, 'CI_SERVER_URL'), [lab.url]);
  });

  it('sends an input without a value as empty text', async () => {
    assert.deepEqual(values(await handedOut({}, {}, 'run hello'), 'CHAT_INPUT'), ['']);
  });

  it('marks secrets as masked and not public, and CHAT_* as not public', async () => {
    const variables = [
      { key: 'SECRET', value: 's3cret-value', masked: true },
      { key: 'KEYFILE', value: 'content', file: true },
    ];
    const job = await handedOut({}, { project: { id: 42, path: 'acme/ops', variables } });
    const of = (name: string) => job.variables?.find(({ key }) => key === name);
    assert.deepEqual(of('SECRET'), { key: 'SECRET', value: 's3cret-value', public: false, masked: true });
    assert.deepEqual(of('KEYFILE'), {
      key: 'KEYFILE',
      value: 'content',
      public: false,
      masked: false,
      file: true,
    });
    assert.deepEqual(of('CI_JOB_TOKEN'), {
      key: 'CI_JOB_TOKEN',
      value: job.token,
      public: false,
      masked: true,
    });
    assert.deepEqual([of('CHAT_INPUT')?.public, of('CI_JOB_NAME')?.public], [false, true]);
    assert.equal(of('CI_REPOSITORY_URL')?.public, false);
  });

  it('expands references as the server does, and leaves the rest to the Runner', async () => {
    const yamlVariables = [
      { key: 'A', value: '$B', raw: false },
      { key: 'B', value: 'b', raw: false },
      { key: 'RAW', value: '$B', raw: true },
      { key: 'USES_RAW', value: '$RAW $UNKNOWN $$B', raw: false },
    ];
    const job = await handedOut({ yamlVariables }, {}, 'run hello $B $HOME');
    assert.deepEqual(values(job, 'A'), ['b']);
    assert.deepEqual(values(job, 'RAW'), ['$B']);
    assert.deepEqual(values(job, 'USES_RAW'), ['$RAW $UNKNOWN $$B']);
    // What is typed in chat is expanded too.
    assert.deepEqual(values(job, 'CHAT_INPUT'), ['b $HOME']);
    const keys = job.variables?.map(({ key }) => key) ?? [];
    assert.ok(keys.indexOf('B') < keys.indexOf('A'), 'sorted by reference');
  });

  it('follows GIT_DEPTH', async () => {
    const job = await handedOut({ yamlVariables: [{ key: 'GIT_DEPTH', value: '0', raw: false }] });
    assert.equal(job.git_info.depth, 0);
    assert.deepEqual(job.git_info.refspecs, [
      '+refs/pipelines/1:refs/pipelines/1',
      '+refs/heads/*:refs/remotes/origin/*',
      '+refs/tags/*:refs/tags/*',
    ]);
  });

  it('names the environment, its slug and tier', async () => {
    const environment = { name: 'review/$CHAT_USER_ID', url: 'https://$CI_ENVIRONMENT_SLUG.example.com' };
    const job = await handedOut({ environment });
    const slug = environmentSlug('review/U1');
    assert.deepEqual(values(job, 'CI_ENVIRONMENT_NAME'), ['review/U1']);
    assert.deepEqual(values(job, 'CI_ENVIRONMENT_SLUG'), [slug]);
    assert.deepEqual(values(job, 'CI_ENVIRONMENT_TIER'), ['development']);
    assert.deepEqual(values(job, 'CI_ENVIRONMENT_ACTION'), ['start']);
    assert.equal(values(job, 'CI_ENVIRONMENT_URL').at(-1), `https://${slug}.example.com`);
  });

  it('is fetched and checked out as a Runner does', async () => {
    lab = await Lab.open();
    writeFileSync(join(lab.tree, 'untracked.txt'), 'now\n');
    const job = await lab.take();
    const { repo_url, refspecs, depth, sha } = job.git_info;
    const clone = join(lab.root, 'clone');
    const git = (...args: string[]) => run('git', args, { env: { PATH: process.env.PATH, HOME: lab.root } });
    await git('init', '--quiet', clone);
    await git('-C', clone, 'fetch', '--quiet', `--depth=${depth}`, repo_url, ...(refspecs ?? []));
    await git('-C', clone, 'checkout', '--quiet', sha);
    assert.equal(readFileSync(join(clone, 'untracked.txt'), 'utf8'), 'now\n');

    const { host } = new URL(lab.url);
    const without = { GIT_TERMINAL_PROMPT: '0', PATH: process.env.PATH, HOME: lab.root };
    for (const login of ['', 'gitlab-ci-token:wrong@', `other:${job.token}@`, `${job.token}@`]) {
      const url = `http://${login}${host}/acme/ops.git`;
      await assert.rejects(run('git', ['ls-remote', url], { env: without }), login);
    }
    await assert.rejects(git('-C', clone, 'push', '--quiet', repo_url, 'HEAD:refs/heads/evil'));
    await lab.put(job, { state: 'success' });
    await assert.rejects(run('git', ['ls-remote', repo_url], { env: without }), 'the job is over');
  });
});

describe('environment slug', () => {
  for (const [name, beginning] of [
    ['staging-12345678901234567', 'staging-123456789-'],
    ['9-staging-123456789012345', 'env-9-staging-123-'],
    ['Review App', 'review-app-'],
    ['review//x', 'review-x-'],
  ] as const) {
    it(`shortens ${name} and tells it apart by a digest`, () => {
      const slug = environmentSlug(name);
      assert.match(slug, /^[a-z][a-z0-9-]{0,22}[a-z0-9]$/);
      assert.equal(slug.slice(0, -6), beginning);
    });
  }

  it('leaves names alone that are one', () => {
    for (const name of ['production', 'staging-1234567890123456']) assert.equal(environmentSlug(name), name);
  });

  it('guesses tiers', () => {
    const names = ['production', 'prd-live', 'staging', 'qa', 'review/x', 'unknown'];
    assert.deepEqual(names.map(guessTier), [
      'production',
      'production',
      'staging',
      'testing',
      'development',
      'other',
    ]);
  });
});
