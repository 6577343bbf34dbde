import assert from 'node:assert/strict';
import { evaluatePipeline, PIPELINE_SOURCES } from '@gitlab-chatops/shared/chat';
import { memoryFiles, pipelineContext, resolveConfig } from '@gitlab-chatops/shared/ci';
import { pipelineText } from '../../../executor/src/cli/explain-text.js';

describe('the text of explain', () => {
  it('answers for every source of a pipeline', () => {
    const text = 'a:\n  script: x\n  rules:\n    - if: $CI_PIPELINE_SOURCE\n';
    for (const source of PIPELINE_SOURCES) {
      const context = pipelineContext({ source });
      const config = resolveConfig({ path: '.gitlab-ci.yml', text }, memoryFiles({}), { context });
      const verdict = evaluatePipeline(config, context);
      const answer = pipelineText('a', source, verdict, { config, allTexts: new Map() }, (_, word) => word);
      assert.equal(answer.trimEnd().split('\n').at(-1), `A ${source} pipeline runs a.`);
    }
  });
});
