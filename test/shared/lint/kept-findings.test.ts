import { memoryFiles, pipelineContext, type ResolveCache, resolveConfig } from '@gitlab-chatops/shared/ci';
import { ALL_RULES, DEFAULT_LINT_SETTINGS, lint, lintExposures } from '@gitlab-chatops/shared/lint';
import fc from 'fast-check';
import { type Files, keptEqualsFirst, ROOT } from '../ci/cache/edits.js';
import { shell } from './support/lint-text.js';

function findings(files: Files, cache: ResolveCache) {
  const context = pipelineContext({ files: Object.keys(files) });
  const config = resolveConfig({ path: ROOT, text: files[ROOT] ?? '' }, memoryFiles(files), {
    context,
    cache,
  });
  const exposures = lintExposures(config, context);
  const text = (file: string): string | undefined => files[file];
  return lint({ rootFile: ROOT, config, exposures, text, shell, settings: DEFAULT_LINT_SETTINGS }, ALL_RULES);
}

describe('lint: from one keystroke to the next', () => {
  it('finds what a first lint of the text finds, places and fixes included', function () {
    this.timeout(60_000);
    fc.assert(keptEqualsFirst(findings), { numRuns: 80 });
  });
});
