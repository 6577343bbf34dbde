import { GITLAB_ENV_FILE, GLOBAL_GIT_CONFIG } from './files.js';
import type { StageFacts } from './stage.js';

/**
 * The prologue of most stages: every variable, duplicates included, then what earlier stages left in GITLAB_ENV.
 * Source: shells/abstract.go writeExports.
 */
export function writeExports({ build, writer }: StageFacts): void {
  for (const one of build.variables().items) writer.variable(one);
  writeGitlabEnv({ build, writer });
}

/** The same without writing the content of file variables again: writeEnvExports. */
export function writePathExports({ build, writer }: StageFacts): void {
  for (const one of build.variables().items) {
    writer.variable(one.file ? { key: one.key, value: writer.tmpFile(one.key) } : one);
  }
  writeGitlabEnv({ build, writer });
}

function writeGitlabEnv({ build, writer }: Pick<StageFacts, 'build' | 'writer'>): void {
  const file = writer.tmpFile(GITLAB_ENV_FILE);
  writer.variable({ key: 'GITLAB_ENV', value: file });
  writer.sourceEnv(file);
  // After GITLAB_ENV, so that a job cannot shadow it.
  if (build.flag('FF_GIT_URLS_WITHOUT_TOKENS')) {
    writer.exportRaw('GIT_CONFIG_GLOBAL', writer.tmpFile(GLOBAL_GIT_CONFIG));
  }
}

export function cdProject({ build, writer }: StageFacts): void {
  writer.cd(build.projectDir);
}
