import { chatExposure, type JobExposure } from '../chat/index.js';
import type { PipelineContext, ResolvedConfig } from '../ci/index.js';

/**
 * Which jobs chat can run, for a linter: as if errors of the config and files that are not known were not there, since
 * what stands in the file will count once they are mended or read. A rule that asks for files the repository does not
 * have yet is open, for the next commit may bring them.
 * @param known what is known already of a config that is valid and whole
 */
export function lintExposures(
  config: ResolvedConfig,
  context: PipelineContext,
  known: readonly JobExposure[] = chatExposure(asIfWhole(config), context),
): readonly JobExposure[] {
  const { files, ...withoutFiles } = context;
  if (files === undefined || !known.some(hangsOnFiles)) return known;
  const anyFiles = new Map(
    chatExposure(asIfWhole(config), withoutFiles).map((exposure) => [exposure.job, exposure]),
  );
  return known.map((exposure) => (hangsOnFiles(exposure) && anyFiles.get(exposure.job)) || exposure);
}

function asIfWhole(config: ResolvedConfig): ResolvedConfig {
  return { ...config, valid: true, errors: [], unknown: [] };
}

function hangsOnFiles({ chat, job: { rules = [] } }: JobExposure): boolean {
  return chat === 'no' && rules.some(({ exists }) => exists !== undefined);
}
