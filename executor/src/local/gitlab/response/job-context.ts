import { type PipelineContext, pipelineContext } from '@gitlab-chatops/shared/ci/variables';
import type { Pipeline } from '../jobs/job.js';
import { LOCAL_SERVER, type LocalProject } from '../project.js';

/** Everything the local GitLab knows about a chat pipeline, for its variables and for the chain that plans it. */
export function chatContext(
  project: LocalProject,
  origin: string,
  { commit, user, iid, createdAt }: Omit<Pipeline, 'id' | 'chat'>,
): PipelineContext {
  return pipelineContext({
    source: 'chat',
    ref: { name: commit.branch, kind: 'branch' },
    protectedRef: true,
    server: { ...LOCAL_SERVER, url: origin },
    project: {
      id: project.id,
      namespaceId: project.namespaceId,
      path: project.path,
      title: project.title,
      description: '',
      visibility: 'private',
      defaultBranch: commit.branch,
      configPath: project.configPath,
      topics: [],
      languages: [],
    },
    user,
    commit: {
      sha: commit.sha,
      beforeSha: '0'.repeat(commit.sha.length),
      message: commit.message,
      author: `${commit.authorName} <${commit.authorEmail}>`,
      authorLogin: user.login,
      timestamp: commit.timestamp,
    },
    iid,
    createdAt: isoSeconds(createdAt),
    projectVariables: project.variables,
    kubernetesActive: false,
    openMergeRequests: [],
    changedPaths: { kind: 'undetermined' },
  });
}

/** `2026-01-02T03:04:05Z`, as Ruby's `iso8601` writes UTC. */
export function isoSeconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, 'Z');
}
