import assert from 'node:assert/strict';
import { chatExposure } from '@gitlab-chatops/shared/chat';
import {
  createResolveCache,
  memoryFiles,
  pipelineContext,
  type ResolveCache,
  resolveConfig,
} from '@gitlab-chatops/shared/ci';
import fc from 'fast-check';
import { edit, type Files, ROOT, repository } from '../ci/cache/edits.js';

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
    fc.assert(
      fc.property(repository, fc.array(edit, { minLength: 1, maxLength: 6 }), (start, edits) => {
        const cache = createResolveCache();
        let files = start;
        exposures(files, cache);
        for (const change of edits) {
          files = change(files);
          assert.deepEqual(exposures(files, cache), exposures(files, createResolveCache()));
        }
      }),
      { numRuns: 100 },
    );
  });
});
