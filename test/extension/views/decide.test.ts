import assert from 'node:assert/strict';
import { memoryFiles, pipelineContext, resolveConfig } from '@gitlab-chatops/shared/ci';
import { decide } from '../../../extension/src/views/explain/decide.js';
import type { ExplainForm } from '../../../extension/src/views/explain/panel-state.js';

const TEXT = `
deploy:
  script: [make]
  rules: [{ if: $CI_PIPELINE_SOURCE == "chat" && $CHAT_CHANNEL == "C1" && $CHAT_INPUT =~ /^stag/ }]
nightly: { script: [make], rules: [{ if: $CI_PIPELINE_SOURCE == "schedule" && $DEEP == "yes" }] }
review: { script: [make], rules: [{ if: $CI_MERGE_REQUEST_IID }] }
docs: { script: [make], rules: [{ if: $CI_PIPELINE_SOURCE == "push", changes: [docs/**] }] }
elsewhere: { script: [make], rules: [{ exists: { paths: [x], project: acme/other } }] }
waits: { script: [make], when: manual }
`;

describe('the decision about a command', () => {
  const context = pipelineContext({});
  const model = {
    config: resolveConfig({ path: '.gitlab-ci.yml', text: TEXT }, memoryFiles({}), { context }),
    context,
  };
  const ask = (form: Partial<ExplainForm>) =>
    decide(model, {
      job: 'deploy',
      input: '',
      channel: 'C0',
      user: 'U0',
      source: 'chat',
      variables: '',
      ...form,
    });

  it('hangs on what is typed, and where', () => {
    assert.equal(ask({ channel: 'C1', input: 'staging' }).kind, 'runs');
    const refused = ask({ channel: 'C1' });
    assert.equal(refused.kind, 'refused');
    assert.equal(refused.cause?.code, 'CHAT_EXCLUDED_BY_RULES');
    assert.equal(refused.at?.line, 4);
    assert.match(refused.sentence ?? '', /could not be scheduled/);
  });

  it('takes the text as GitLab does: the name ends at the first space', () => {
    assert.equal(ask({ job: 'deploy staging', channel: 'C1' }).job?.name, 'deploy');
    assert.equal(ask({ job: '', channel: 'C1' }).kind, 'refused');
  });

  it('knows other sources, with the variables they carry', () => {
    const nightly = { job: 'nightly', source: 'schedule' };
    assert.equal(ask({ ...nightly, variables: 'DEEP=yes A=b' }).kind, 'runs');
    assert.equal(ask({ ...nightly, variables: 'DEEP=no' }).kind, 'refused');
    assert.equal(ask({ job: 'review', source: 'merge_request_event' }).kind, 'runs');
    assert.equal(ask({ job: 'review', source: 'push' }).kind, 'refused');
    assert.deepEqual(
      [ask({ job: 'waits', source: 'web' }).kind, ask({ job: 'waits' }).when],
      ['runs', 'manual'],
    );
  });

  it('is not known where a fact is not', () => {
    assert.equal(ask({ job: 'docs', source: 'push' }).kind, 'unknown');
    const { kind, steps } = ask({ job: 'elsewhere' });
    assert.equal(kind, 'unknown');
    // No step claims what the whole does not.
    assert.doesNotMatch(steps.map(({ reason }) => reason).join('\n'), /is (in|left out)$/m);
  });
});
