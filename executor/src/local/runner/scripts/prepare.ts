import { goQuote } from '../../../go/index.js';
import { GITLAB_ENV_FILE, MASKING_DB } from './files.js';
import type { StageFacts, Written } from './stage.js';

/** prepare_script: where the job runs, and a clean start. Source: shells/bash.go, shells/abstract.go writePrepareScript. */
export function writePrepare({ build, writer }: StageFacts): Written {
  const via = build.hostname === '' ? '' : ` via ${build.hostname}`;
  writer.line(`echo ${goQuote(`Running on $(hostname)${via}...`)}`);
  writer.removeFile(writer.tmpFile(GITLAB_ENV_FILE));
  writer.removeFile(writer.tmpFile(MASKING_DB));
  return 'written';
}
