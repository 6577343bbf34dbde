import type { HttpBackend, SnapshotRepository } from '../git/index.js';
import type { ArtifactStore } from './artifacts/store.js';
import type { Clock } from './clock.js';
import type { GitLabEvents } from './events.js';
import type { Job } from './jobs/job.js';
import type { JobLifecycle } from './jobs/lifecycle.js';
import type { GitLabLimits } from './limits.js';
import type { ChatName, LocalProject } from './project.js';
import type { JobUrls } from './response/job-variables.js';
import type { Secrets } from './tokens.js';

/** One running local GitLab, as its endpoints see it. */
export interface GitLabInstance {
  readonly project: LocalProject;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly events: GitLabEvents;
  readonly jobs: JobLifecycle;
  readonly repository: SnapshotRepository;
  readonly backend: HttpBackend;
  readonly artifacts: ArtifactStore;
  readonly limits: GitLabLimits;
  /** `http://127.0.0.1:PORT` */
  readonly origin: () => string;
  /** Where people look at jobs: the channel page's server, or this one. */
  readonly webUrl: () => string;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
  readonly chatName: (teamId: string, chatUserId: string) => ChatName | undefined;
}

export function projectUrl({ project, webUrl }: GitLabInstance): string {
  return `${webUrl()}/${project.path}`;
}

export function urlsOf(instance: GitLabInstance, job: Job): JobUrls {
  const { host } = new URL(instance.origin());
  return {
    job: `${projectUrl(instance)}/-/jobs/${job.id}`,
    pipeline: `${projectUrl(instance)}/-/pipelines/${job.pipeline.id}`,
    repository: `http://gitlab-ci-token:${job.token}@${host}/${instance.project.path}.git`,
  };
}

/** `:id` of the REST API: the project's number or its full path. */
export function isProject({ project }: GitLabInstance, id: string | undefined): boolean {
  return id === String(project.id) || id?.toLowerCase() === project.path.toLowerCase();
}
