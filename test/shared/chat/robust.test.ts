import assert from 'node:assert/strict';
import { chatExposure, evaluatePipeline, planChatPipeline } from '@gitlab-chatops/shared/chat';
import { memoryFiles, resolveConfig } from '@gitlab-chatops/shared/ci';
import fc from 'fast-check';
import { BASE, config, text, typedName } from './any-config.js';
import { CHAT_CONTEXT, typed } from './config.js';

describe('chat plan: any configuration', () => {
  it('answers, the same each time', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(config, typedName, fc.option(text, { nil: null }), ({ jobs, ...rest }, command, input) => {
        const root = { path: '.gitlab-ci.yml', text: JSON.stringify({ ...rest, ...BASE, ...jobs }) };
        const resolved = resolveConfig(root, memoryFiles({}), { context: CHAT_CONTEXT });
        const verdict = planChatPipeline(resolved, CHAT_CONTEXT, typed(command, input));
        assert.deepEqual(planChatPipeline(resolved, CHAT_CONTEXT, typed(command, input)), verdict);
        const exposures = chatExposure(resolved, CHAT_CONTEXT);
        assert.equal(exposures.length, resolved.jobs.length);
        evaluatePipeline(resolved, {
          ...CHAT_CONTEXT,
          source: 'push',
          changedPaths: { kind: 'known', paths: ['a'] },
        });
        const exposure = exposures.find(({ job: { name } }) => name === command);
        // What exposure is sure about, no command contradicts.
        if (verdict.kind === 'scheduled')
          assert.notEqual(exposure?.chat, verdict.job.when === 'on_failure' ? 'yes' : 'no');
        // A typed `$A` may close a circle of variables, which no rule tells.
        const isLoop = verdict.kind === 'refused' && verdict.cause.code === 'CHAT_VARIABLE_LOOP';
        if (verdict.kind === 'refused' && !isLoop && exposure !== undefined) {
          assert.notEqual(exposure.chat, 'yes', verdict.cause.message);
        }
      }),
      { numRuns: 150 },
    );
  });
});
