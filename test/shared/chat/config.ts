import type { ResolvedConfig, ResolvedJob } from '@gitlab-chatops/shared/ci';
import { pipelineContext } from '@gitlab-chatops/shared/ci/variables';
import { resolvedJob } from '../ci/resolved-job.js';

/** A valid configuration of these jobs. */
export function configOf(
  jobs: Readonly<Record<string, Partial<ResolvedJob>>>,
  over: Partial<ResolvedConfig> = {},
): ResolvedConfig {
  return {
    valid: true,
    errors: [],
    unknown: [],
    stages: ['.pre', 'build', 'test', 'deploy', '.post'],
    jobs: Object.entries(jobs).map(([name, job]) => resolvedJob({ name, configName: name, ...job })),
    workflow: { hasRules: false },
    variables: [],
    files: ['.gitlab-ci.yml'],
    ...over,
  };
}

/** A chat pipeline of `main`, the default branch of acme/ops, with everything known. */
export const CHAT_CONTEXT = pipelineContext({
  source: 'chat',
  server: { url: 'https://gitlab.example.test', version: '18.11.2', revision: 'abc' },
  project: { id: 42, path: 'acme/ops', defaultBranch: 'main' },
  user: { id: 7, login: 'ada', name: 'Ada L', email: 'ada@example.test' },
  commit: { message: 'a commit message' },
  files: ['.gitlab-ci.yml', 'Dockerfile', 'src/a.rb'],
});

export const typed = (command: string, input: string | null = null) => ({
  command,
  input,
  channel: 'C1',
  userId: 'U1',
});
