import assert from 'node:assert/strict';
import { planChatPipeline } from '@gitlab-chatops/shared/chat';
import { located, ruleIf } from '../ci/resolved-job.js';
import { CHAT_CONTEXT, configOf, typed } from './config.js';

type Config = Parameters<typeof planChatPipeline>[0];

const plan = (config: Config, command: string, input: string | null = null, context = CHAT_CONTEXT) =>
  planChatPipeline(config, context, typed(command, input));

function refusal(config: Config, command: string, input: string | null = null) {
  const verdict = plan(config, command, input);
  assert.equal(verdict.kind, 'refused');
  return verdict.kind === 'refused'
    ? [verdict.answer, verdict.cause.code, verdict.steps.at(-1)?.step, verdict.steps.at(-1)?.verdict]
    : [];
}

describe('chat plan', () => {
  it('schedules a plain job with the variables that chat gives', () => {
    const verdict = plan(configOf({ hello: { stage: 'build' } }), 'hello', 'a b');
    assert.equal(verdict.kind, 'scheduled');
    if (verdict.kind !== 'scheduled') return;
    assert.equal(verdict.job.stage, 'build');
    assert.equal(verdict.job.when, 'on_success');
    assert.deepEqual(verdict.job.chatVariables, [
      { key: 'CHAT_INPUT', value: 'a b', raw: false },
      { key: 'CHAT_CHANNEL', value: 'C1', raw: false },
      { key: 'CHAT_USER_ID', value: 'U1', raw: false },
    ]);
    assert.deepEqual(
      verdict.steps.map(({ step }) => step),
      [
        'skip',
        'config_content',
        'config',
        'remove_unwanted_chat_jobs',
        'workflow_rules',
        'seed',
        'populate',
        'create',
      ],
    );
  });

  it('stops where GitLab stops, with its answer', () => {
    const skip = { ...CHAT_CONTEXT, commit: { ...CHAT_CONTEXT.commit, message: 'x [CI_SKIP]' } };
    const skipped = plan(configOf({ a: {} }), 'a', null, skip);
    assert.ok(skipped.kind === 'refused' && skipped.answer === 'unsupported');
    assert.equal(skipped.cause.code, 'CHAT_SKIP_CI');
    assert.deepEqual(refusal(undefined, 'a'), [
      'not_scheduled',
      'CHAT_NO_CONFIG',
      'config_content',
      'stopped',
    ]);
    const broken = configOf({}, { valid: false, errors: [{ code: 'CI_CONFIG', message: 'broken' }] });
    assert.deepEqual(refusal(broken, 'a'), ['unsupported', 'CI_CONFIG', 'config', 'stopped']);
    const filtered = configOf(
      { a: {} },
      { workflow: { hasRules: true, rules: [ruleIf('$CI_PIPELINE_SOURCE == "push"')] } },
    );
    assert.deepEqual(refusal(filtered, 'a'), [
      'not_scheduled',
      'CHAT_WORKFLOW_RULES',
      'workflow_rules',
      'stopped',
    ]);
  });

  it('says why no job has the name', () => {
    const config = configOf({
      Hello: {},
      'say hi': {},
      'copies 1/2': { configName: 'copies', instance: { index: 1, total: 2 } },
      deploy: {},
    });
    const code = (command: string) => refusal(config, command)[1];
    assert.equal(code('hello'), 'CHAT_JOB_CASE');
    assert.equal(code('say'), 'CHAT_JOB_NAME_SPACE');
    assert.equal(code('copies'), 'CHAT_JOB_PARALLEL');
    assert.equal(code('nope'), 'CHAT_JOB_NOT_FOUND');
    const near = plan(config, 'deplpy');
    assert.ok(near.kind === 'refused' && near.cause.message.includes('deploy'));
  });

  it('prints the name as Ruby does', () => {
    const verdict = plan(configOf({}), 'a"#{b}');
    assert.ok(verdict.kind === 'refused');
    assert.ok(verdict.sentence.endsWith('with the name "a\\"\\#{b}"'));
  });

  it('asks rules, only and except, and names what decided', () => {
    const config = configOf({
      rules: {
        rules: [ruleIf('$CHAT_INPUT == "stop"', { when: { value: 'never' } }), { when: { value: 'manual' } }],
      },
      none: { rules: [ruleIf('$CI_PIPELINE_SOURCE == "push"')] },
      only: { only: { refs: located(['pushes']) } },
      except: { except: { refs: located(['chat']) } },
    });
    assert.equal(refusal(config, 'rules', 'stop')[1], 'CHAT_EXCLUDED_BY_RULES');
    assert.equal(refusal(config, 'none')[1], 'CHAT_EXCLUDED_BY_RULES');
    assert.equal(refusal(config, 'only')[1], 'CHAT_EXCLUDED_BY_ONLY');
    assert.equal(refusal(config, 'except')[1], 'CHAT_EXCLUDED_BY_EXCEPT');
    const verdict = plan(config, 'rules', 'go');
    assert.ok(verdict.kind === 'scheduled' && verdict.job.when === 'manual');
    const tried = verdict.steps.find(({ step }) => step === 'seed')?.rules;
    assert.deepEqual(
      tried?.map(({ matched, clauses }) => [matched, clauses[0]?.kind, clauses[0]?.saw]),
      [
        [false, 'if', { CHAT_INPUT: 'go' }],
        [true, 'none', {}],
      ],
    );
  });

  it('checks the job’s own needs, edge stages and circles of variables', () => {
    const need = (optional: boolean) => ({
      job: [{ name: 'build', artifacts: true, optional }],
      crossDependency: [],
      bridge: [],
    });
    const config = configOf({
      build: { stage: 'build' },
      needs: { needs: need(false) },
      rule: { needs: need(false), rules: [{ needs: { job: [], crossDependency: [], bridge: [] } }] },
      optional: { needs: need(true) },
      out: { needs: need(false), rules: [] },
      pre: { stage: '.pre' },
      circle: {
        variables: [
          { key: 'A', value: '$B', raw: false },
          { key: 'B', value: '$A', raw: false },
        ],
      },
      trigger: { kind: 'bridge' },
    });
    assert.deepEqual(refusal(config, 'needs'), ['unsupported', 'CHAT_NEED_MISSING', 'seed', 'stopped']);
    assert.deepEqual(refusal(config, 'rule'), ['unsupported', 'CHAT_NEED_MISSING', 'seed', 'stopped']);
    assert.equal(plan(config, 'optional').kind, 'scheduled');
    assert.deepEqual(refusal(config, 'out'), [
      'not_scheduled',
      'CHAT_EXCLUDED_BY_RULES',
      'populate',
      'stopped',
    ]);
    assert.deepEqual(refusal(config, 'pre'), ['not_scheduled', 'CHAT_EDGE_STAGE', 'populate', 'stopped']);
    assert.deepEqual(refusal(config, 'circle'), ['unsupported', 'CHAT_VARIABLE_LOOP', 'seed', 'stopped']);
    assert.deepEqual(refusal(config, 'trigger'), ['unsupported', 'CHAT_TRIGGER_JOB', 'present', 'stopped']);
  });

  it('loses the message of a rule that fails', () => {
    const changes = { paths: located(['*']), compareTo: 'nope' };
    const context = { ...CHAT_CONTEXT, compareTo: () => ({ kind: 'no_such_ref' as const }) };
    const verdict = plan(configOf({ a: { rules: [{ changes }, {}] } }), 'a', null, context);
    assert.ok(verdict.kind === 'refused' && verdict.answer === 'not_scheduled');
    assert.equal(verdict.cause.code, 'CHAT_RULE_FAILED');
  });

  it('reports an expression on which the server fails', () => {
    const config = configOf({ a: { rules: [ruleIf('$CHAT_INPUT && $CHAT_INPUT =~ true')] } });
    assert.deepEqual(refusal(config, 'a', 'x'), ['not_scheduled', 'CHAT_SERVER_ERROR', 'seed', 'stopped']);
    assert.equal(refusal(config, 'a')[1], 'CHAT_EXCLUDED_BY_RULES');
  });

  it('reports an expression on which the check of the configuration fails', () => {
    const config = configOf({ a: {}, b: { only: { variables: [{ value: '/ab/ == $A' }] } } });
    assert.deepEqual(refusal(config, 'a'), ['unsupported', 'CHAT_SERVER_ERROR', 'config', 'stopped']);
  });

  it('reads ! only where the server knows it', () => {
    const config = configOf({ a: { rules: [ruleIf('!$CHAT_INPUT')] } });
    const old = { ...CHAT_CONTEXT, server: { ...CHAT_CONTEXT.server, version: '18.9.1' } };
    assert.equal(plan(config, 'a').kind, 'scheduled');
    assert.equal(plan(config, 'a', null, old).kind, 'refused');
  });

  it('does not guess where something is not known', () => {
    const unread = { what: 'project a/b, file ci.yml', reason: 'offline' };
    const verdict = plan(configOf({ a: {} }, { valid: false, unknown: [unread] }), 'a');
    assert.ok(verdict.kind === 'unknown' && verdict.cause.code === 'CHAT_UNKNOWN_FILE');
    const { files: _, ...noFiles } = CHAT_CONTEXT;
    const exists = { exists: { paths: located(['Dockerfile']) } };
    const open = plan(configOf({ a: { rules: [exists] } }), 'a', null, noFiles);
    assert.ok(open.kind === 'unknown' && open.cause.code === 'CHAT_UNKNOWN_FACT');
    const settled = plan(configOf({ a: { rules: [exists, {}] } }), 'a', null, noFiles);
    assert.equal(settled.kind, 'scheduled');
  });

  it('hides masked values from explanations', () => {
    const context = {
      ...CHAT_CONTEXT,
      projectVariables: [{ key: 'TOKEN', value: 's3cret', masked: true }],
    };
    const verdict = plan(configOf({ a: { rules: [ruleIf('$TOKEN == "x"')] } }), 'a', null, context);
    assert.ok(!JSON.stringify(verdict).includes('s3cret'));
  });
});
