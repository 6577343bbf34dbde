import assert from 'node:assert/strict';
import {
  configVariables,
  jobGroupName,
  jobVariables,
  pipelineContext,
  slugify,
  workflowVariables,
} from '@gitlab-chatops/shared/ci/variables';

const job = { name: 'deploy prod 1/3', stage: 'deploy', when: 'on_success' };

describe('variables: what rules see', () => {
  it('lets what is defined later hide what is defined earlier, values or not', () => {
    const context = pipelineContext({
      source: 'chat',
      instanceVariables: [{ key: 'A', value: 'instance' }],
      groupVariables: [
        { key: 'A', value: 'outer' },
        { key: 'A', value: 'inner' },
      ],
      projectVariables: [
        { key: 'GITLAB_USER_LOGIN', value: 'mallory' },
        { key: 'CHAT_INPUT', value: 'project' },
      ],
      pipelineVariables: [{ key: 'CHAT_INPUT', value: null }],
    });
    const yaml = [
      { key: 'CI_PIPELINE_SOURCE', value: 'push', raw: false },
      { key: 'GITLAB_USER_NAME', value: 'yaml', raw: false },
      { key: 'A', value: 'yaml', raw: false },
    ];
    const seen = jobVariables(context, job, yaml);
    assert.equal(seen.value('CI_PIPELINE_SOURCE'), 'push');
    assert.equal(seen.value('GITLAB_USER_NAME'), context.user.name);
    assert.equal(seen.value('GITLAB_USER_LOGIN'), 'mallory');
    assert.equal(seen.value('A'), 'inner');
    assert.equal(seen.value('CHAT_INPUT'), null);
    assert.equal(seen.value('NOPE'), undefined);
  });

  it('shows protected variables on protected refs only, scoped ones by environment', () => {
    const projectVariables = [
      { key: 'P', value: 'p', protected: true },
      { key: 'S', value: 'any' },
      { key: 'S', value: 'exact', environmentScope: 'review/a' },
      { key: 'S', value: 'some', environmentScope: 'review/*' },
      { key: 'S', value: 'other', environmentScope: 'prod' },
    ];
    const seen = (protectedRef: boolean, environment?: string) =>
      jobVariables(
        pipelineContext({ protectedRef, projectVariables, ref: { name: 'a', kind: 'branch' } }),
        environment === undefined ? job : { ...job, environment: { name: environment, action: 'start' } },
        [],
      );
    assert.equal(seen(true).value('P'), 'p');
    assert.equal(seen(false).value('P'), undefined);
    assert.equal(seen(false).value('S'), 'any');
    assert.equal(seen(false, 'review/$CI_COMMIT_REF_SLUG').value('S'), 'exact');
    assert.equal(seen(false, 'review/$CI_COMMIT_REF_SLUG').value('CI_ENVIRONMENT_NAME'), 'review/a');
    assert.equal(seen(false, 'review/b').value('S'), 'some');
  });

  it('has no job variables in workflow rules, no user and no CHAT_* at include time', () => {
    const context = pipelineContext({
      source: 'chat',
      pipelineVariables: [{ key: 'CHAT_INPUT', value: 'x' }],
    });
    const workflow = workflowVariables(context, []);
    assert.equal(workflow.value('CI_JOB_NAME'), undefined);
    assert.equal(workflow.value('CI_NODE_TOTAL'), '1');
    assert.equal(workflow.value('CHAT_INPUT'), 'x');
    const early = configVariables(context);
    assert.equal(early.value('CHAT_INPUT'), undefined);
    assert.equal(early.value('GITLAB_USER_LOGIN'), undefined);
    assert.equal(early.value('CI_PIPELINE_SOURCE'), 'chat');
    assert.equal(configVariables({ ...context, source: 'web' }).value('CHAT_INPUT'), 'x');
  });

  it('names groups and slugs as GitLab does', () => {
    assert.equal(jobGroupName('deploy prod 1/3'), 'deploy prod');
    assert.equal(jobGroupName('test: [a, b] 1/2'), 'test');
    assert.equal(jobGroupName('a 1/2 3/4 5/6 7/8'), 'a 1/2');
    assert.equal(jobGroupName('plain'), 'plain');
    assert.equal(slugify('Feature/Ü x--'), 'feature---x');
    assert.equal(slugify(`${'-'.repeat(63)}a`), '');
  });
});
