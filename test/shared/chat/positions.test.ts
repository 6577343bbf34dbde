import assert from 'node:assert/strict';
import { chatExposure, planChatPipeline } from '@gitlab-chatops/shared/chat';
import { memoryFiles, resolveConfig } from '@gitlab-chatops/shared/ci';
import { CHAT_CONTEXT, typed } from './config.js';

const TEXT = `workflow:
  rules:
    - if: $CI_PIPELINE_SOURCE == "push"
    - if: $CHAT_INPUT != "blocked"
.tpl:
  script: x
deploy:
  stage: deploy
  script: ./deploy $CHAT_INPUT
  rules:
    - if: $CHAT_INPUT =~ /^prod/ && $CHAT_CHANNEL == "C9"
      when: manual
    - changes: [src/*]
      if: $CI_PIPELINE_SOURCE == "push"
    - exists: [Dockerfile]
      when: never
build:
  script: x
  stage: build
status:
  script: x
  needs: [build]
edge:
  stage: .pre
  script: x
tagged:
  script: x
  only: [tags, schedules]
`;

const config = resolveConfig({ path: '.gitlab-ci.yml', text: TEXT }, memoryFiles({}), {
  context: CHAT_CONTEXT,
});
const textAt = (at: { start: number; end: number } | undefined) => at && TEXT.slice(at.start, at.end);

function refused(command: string, input: string | null = null) {
  const verdict = planChatPipeline(config, CHAT_CONTEXT, typed(command, input));
  assert.equal(verdict.kind, 'refused');
  return verdict.kind === 'refused' ? [verdict.cause.code, textAt(verdict.at)] : [];
}

describe('chat plan: places', () => {
  it('points at what decided', () => {
    assert.deepEqual(refused('.tpl'), ['CHAT_JOB_HIDDEN', '.tpl']);
    assert.deepEqual(refused('Deploy'), ['CHAT_JOB_CASE', 'deploy']);
    assert.deepEqual(refused('workflow'), ['CHAT_JOB_KEYWORD', 'workflow']);
    assert.deepEqual(refused('status'), ['CHAT_NEED_MISSING', 'build']);
    assert.deepEqual(refused('edge'), ['CHAT_EDGE_STAGE', '.pre']);
    assert.deepEqual(refused('tagged'), ['CHAT_EXCLUDED_BY_ONLY', '[tags, schedules]']);
    assert.deepEqual(refused('build', 'blocked'), [
      'CHAT_WORKFLOW_RULES',
      'if: $CI_PIPELINE_SOURCE == "push"',
    ]);
    const [code, place] = refused('deploy', 'prod');
    assert.equal(code, 'CHAT_EXCLUDED_BY_RULES');
    assert.ok(place?.startsWith('exists: [Dockerfile]'));
  });

  it('tries clauses in the order in which they are written, and tells what each saw', () => {
    const verdict = planChatPipeline(config, CHAT_CONTEXT, typed('deploy', 'prod'));
    const rules = verdict.steps.find(({ step }) => step === 'seed')?.rules ?? [];
    const told = rules.map(({ clauses }) => clauses.map(({ kind, held, saw }) => [kind, held, saw]));
    assert.deepEqual(told, [
      [['if', false, { CHAT_INPUT: 'prod', CHAT_CHANNEL: 'C1' }]],
      [
        ['changes', true, {}],
        ['if', false, { CI_PIPELINE_SOURCE: 'chat' }],
      ],
      [['exists', true, {}]],
    ]);
    assert.deepEqual(rules[0]?.clauses[0]?.comparisons, [
      { text: '$CHAT_INPUT =~ /^prod/', held: true },
      { text: '$CHAT_CHANNEL == "C9"', held: false },
    ]);
    assert.equal(textAt(rules[0]?.clauses[0]?.at), '$CHAT_INPUT =~ /^prod/ && $CHAT_CHANNEL == "C9"');
  });

  it('points at the open rule of a job that depends on something', () => {
    const exposed = chatExposure(config, CHAT_CONTEXT);
    const of = (name: string) => exposed.find(({ job }) => job.name === name);
    assert.equal(of('deploy')?.chat, 'depends');
    assert.ok(textAt(of('deploy')?.reason.at)?.startsWith('if: $CHAT_INPUT =~'));
    assert.deepEqual(of('deploy')?.dependsOn, ['CHAT_INPUT', 'CHAT_CHANNEL']);
    assert.equal(textAt(of('build')?.reason.at), 'if: $CHAT_INPUT != "blocked"');
    assert.deepEqual(of('tagged')?.otherSources, ['tag', 'schedule']);
  });
});
