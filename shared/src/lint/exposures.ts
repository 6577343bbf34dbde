import { chatExposure, type JobExposure } from '../chat/index.js';
import type { PipelineContext, ResolvedConfig } from '../ci/index.js';

/**
 * Which jobs chat can run, for a linter: as if errors of the config and files that are not known were not there, since
 * what stands in the file will count once they are mended or read.
 */
export function lintExposures(config: ResolvedConfig, context: PipelineContext): readonly JobExposure[] {
  return chatExposure({ ...config, valid: true, errors: [], unknown: [] }, context);
}
