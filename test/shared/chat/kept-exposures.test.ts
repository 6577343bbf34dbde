import { chatExposure } from '@gitlab-chatops/shared/chat';
import { memoryFiles, pipelineContext, type ResolveCache, resolveConfig } from '@gitlab-chatops/shared/ci';
import fc from 'fast-check';
import { type Files, keptEqualsFirst, ROOT } from '../ci/cache/edits.js';

function exposures(files: Files, cache: ResolveCache) {
  // A context of its own each time, as an editor makes it.
  const context = pipelineContext({ project: { configPath: ROOT } });
  const config = resolveConfig({ path: ROOT, text: files[ROOT] ?? '' }, memoryFiles(files), {
    context,
    cache,
  });
  return [config, { ...config, valid: true, errors: [], unknown: [] }].map((one) =>
    chatExposure(one, context).map(({ job, verdict, otherSources, ...judged }) => ({
      name: job.name,
      verdict,
      otherSources,
      ...judged,
    })),
  );
}

describe('chat: exposures from one reading to the next', () => {
  it('are those of a first reading, whatever is edited', function () {
    this.timeout(60_000);
    fc.assert(keptEqualsFirst(exposures), { numRuns: 100 });
  });
});
