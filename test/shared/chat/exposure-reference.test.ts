import assert from 'node:assert/strict';
import { chatExposure, evaluatePipeline, planChatPipeline } from '@gitlab-chatops/shared/chat';
import { memoryFiles, type PipelineContext, resolveConfig } from '@gitlab-chatops/shared/ci';
import fc from 'fast-check';
import { BASE, config } from './any-config.js';
import { CHAT_CONTEXT } from './config.js';

const CALM: PipelineContext = { ...CHAT_CONTEXT, commit: { ...CHAT_CONTEXT.commit, message: '' } };
const UNTYPED = { input: null, channel: null, userId: null };

const SOURCES: Readonly<Record<string, PipelineContext>> = {
  push: { ...CALM, source: 'push', changedPaths: { kind: 'unknown' } },
  tag: { ...CALM, source: 'push', changedPaths: { kind: 'unknown' }, ref: { name: 'v1.0.0', kind: 'tag' } },
  schedule: { ...CALM, source: 'schedule', changedPaths: { kind: 'unknown' } },
};

const resolved = (content: object) => {
  const root = { path: '.gitlab-ci.yml', text: JSON.stringify(content) };
  return resolveConfig(root, memoryFiles({}), { context: CHAT_CONTEXT });
};

describe('chat exposure: any configuration', () => {
  it('tells of a job what it tells when asked of it alone, in any order', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(config, ({ jobs, ...rest }) => {
        const content = { ...rest, ...BASE, ...jobs };
        const exposures = chatExposure(resolved(content), CHAT_CONTEXT);
        for (const [place, exposure] of [...exposures.entries()].reverse()) {
          const alone = chatExposure(resolved(content), { ...CHAT_CONTEXT })[place];
          assert.deepEqual({ ...exposure }, { ...alone });
        }
      }),
      { numRuns: 100 },
    );
  });

  it('plans what the command would, and lists the sources whose pipelines hold the job', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(config, ({ jobs, ...rest }) => {
        const read = resolved({ ...rest, ...BASE, ...jobs });
        const pipelines = Object.entries(SOURCES).map(([name, context]) => ({
          name,
          pipeline: evaluatePipeline(read, { ...context }),
        }));
        for (const { job, verdict, otherSources } of chatExposure(read, CHAT_CONTEXT, {
          settingsKnown: true,
        })) {
          assert.deepEqual(verdict, planChatPipeline(read, CALM, { ...UNTYPED, command: job.name }));
          // What a pipeline changes is not known, and a name with variables stays open: both ways are listed.
          if (/changes/.test(JSON.stringify([rest.workflow ?? [], job.rules ?? [], job.only, job.except])))
            continue;
          if (job.environment?.name.includes('$')) continue;
          const holding = pipelines.filter(
            ({ pipeline: { workflow, jobs: judged } }) =>
              workflow?.pass === true && judged.some((one) => one.job === job && one.included),
          );
          assert.deepEqual(
            otherSources.filter((name) => Object.hasOwn(SOURCES, name)),
            read.valid ? holding.map(({ name }) => name) : [],
          );
        }
      }),
      { numRuns: 200 },
    );
  });
});
