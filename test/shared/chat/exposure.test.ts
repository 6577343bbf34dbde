import assert from 'node:assert/strict';
import { chatExposure } from '@gitlab-chatops/shared/chat';
import type { ResolvedConfig, ResolvedJob } from '@gitlab-chatops/shared/ci';
import { located, ruleIf } from '../ci/resolved-job.js';
import { CHAT_CONTEXT, configOf } from './config.js';

function exposed(job: Partial<ResolvedJob>, over: Partial<ResolvedConfig> = {}, settingsKnown = false) {
  const [one] = chatExposure(configOf({ job, ...{} }, over), CHAT_CONTEXT, { settingsKnown });
  assert.ok(one);
  return one;
}

const verdict = (job: Partial<ResolvedJob>, over: Partial<ResolvedConfig> = {}) => {
  const { chat, dependsOn } = exposed(job, over);
  return dependsOn.length === 0 ? chat : [chat, ...dependsOn];
};

const rules = (...expressions: string[]) => ({ rules: expressions.map((text) => ruleIf(text)) });

describe('chat exposure', () => {
  it('answers yes and no where nothing is open', () => {
    assert.equal(verdict({}), 'yes');
    assert.equal(verdict(rules('$CI_PIPELINE_SOURCE == "chat"')), 'yes');
    assert.equal(verdict(rules('$CI_PIPELINE_SOURCE == "push"')), 'no');
    assert.equal(verdict(rules('$CI_PIPELINE_SOURCE == "push" && $CHAT_INPUT')), 'no');
    assert.equal(verdict(rules('$CI_PIPELINE_SOURCE == "chat" || $ANYTHING')), 'yes');
    assert.equal(verdict(rules('$CI_COMMIT_TAG')), 'no');
    assert.equal(verdict(rules('$CHAT_INPUT && ""')), 'no');
    assert.equal(verdict({ only: { refs: located(['pushes']), variables: located(['$X']) } }), 'no');
  });

  it('names what a job depends on', () => {
    assert.deepEqual(verdict(rules('$CHAT_INPUT == "go"')), ['depends', 'CHAT_INPUT']);
    assert.deepEqual(verdict(rules('$CHAT_INPUT =~ /^rare$/')), ['depends', 'CHAT_INPUT']);
    assert.deepEqual(verdict(rules('$DEPLOY && $CHAT_CHANNEL')), ['depends', 'DEPLOY', 'CHAT_CHANNEL']);
    assert.deepEqual(verdict(rules('$GITLAB_USER_LOGIN == "ada"')), ['depends', 'GITLAB_USER_LOGIN']);
    assert.deepEqual(verdict({ except: { variables: located(['$FREEZE']) } }), ['depends', 'FREEZE']);
    assert.equal(verdict({ rules: [ruleIf('$CHAT_INPUT'), { when: { value: 'manual' } }] }), 'yes');
    assert.equal(exposed(rules('$DEPLOY'), {}, true).chat, 'no');
    const yaml = { variables: [{ key: 'DEPLOY', value: '1', raw: false }] };
    assert.equal(verdict(rules('$DEPLOY'), yaml), 'yes');
  });

  it('follows the workflow, variables of its rules included', () => {
    const workflow = (...list: ReturnType<typeof ruleIf>[]) => ({
      workflow: { hasRules: true, rules: list },
    });
    assert.equal(verdict({}, workflow(ruleIf('$CI_PIPELINE_SOURCE == "push"'))), 'no');
    assert.deepEqual(verdict({}, workflow(ruleIf('$CHAT_INPUT'))), ['depends', 'CHAT_INPUT']);
    const on = ruleIf('$CHAT_INPUT', { variables: [{ key: 'ON', value: '1', raw: false }] });
    const off = { variables: [{ key: 'ON', value: '', raw: false }] };
    assert.deepEqual(verdict(rules('$ON'), workflow(on, off)), ['depends', 'CHAT_INPUT']);
  });

  it('knows what keeps a job from chat whatever its rules say', () => {
    const code = (job: Partial<ResolvedJob>) => {
      const { chat, reason } = exposed(job);
      return [chat, reason.code];
    };
    assert.deepEqual(code({ kind: 'bridge' }), ['no', 'CHAT_TRIGGER_JOB']);
    assert.deepEqual(code({ stage: '.post' }), ['no', 'CHAT_EDGE_STAGE']);
    assert.deepEqual(code({ when: 'on_failure' }), ['no', 'CHAT_NEVER_STARTS']);
    assert.deepEqual(code({ name: 'job 1/2', configName: 'job' }), ['no', 'CHAT_JOB_PARALLEL']);
    assert.deepEqual(code({ name: 'a job', configName: 'a job' }), ['no', 'CHAT_JOB_NAME_SPACE']);
    const needs = { job: [{ name: 'x', artifacts: true, optional: false }], crossDependency: [], bridge: [] };
    assert.deepEqual(code({ needs }), ['no', 'CHAT_NEED_MISSING']);
  });

  it('reads expressions as the server does', () => {
    const old = { ...CHAT_CONTEXT, server: { ...CHAT_CONTEXT.server, version: '17.0.0' } };
    const [one] = chatExposure(configOf({ job: rules('!$CI_COMMIT_TAG') }), old);
    assert.deepEqual([one?.chat, one?.verdict.kind, one?.otherSources], ['no', 'refused', []]);
    assert.equal(verdict(rules('!$CI_COMMIT_TAG')), 'yes');
  });

  it('lists what else runs a job', () => {
    assert.deepEqual(exposed(rules('$CI_PIPELINE_SOURCE == "chat"')).otherSources, []);
    assert.deepEqual(exposed({ only: { refs: located(['schedules', 'tags']) } }).otherSources, [
      'tag',
      'schedule',
    ]);
    assert.ok(exposed({ rules: [{ changes: { paths: located(['src/*']) } }] }).otherSources.includes('push'));
    assert.deepEqual(exposed(rules('$CI_PIPELINE_SOURCE == "merge_request_event"')).otherSources, [
      'merge_request_event',
    ]);
  });
});
