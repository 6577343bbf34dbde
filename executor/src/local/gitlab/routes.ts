import { downloadArtifact } from './artifacts/download.js';
import { uploadArtifact } from './artifacts/upload.js';
import { refuseWith } from './http/answer.js';
import type { Route } from './http/router.js';
import { jobPage, jobPageTrace } from './pages/job-page.js';
import { serveGit } from './repository/serve-git.js';
import { cancelJob, currentJob, listJobs, playJob, showJob, showTrace } from './rest/jobs.js';
import { patchTrace } from './runner-api/patch-trace.js';
import { requestJob } from './runner-api/request-job.js';
import { registerRunner, unregisterRunner, verifyRunner } from './runner-api/runners.js';
import { updateJob } from './runner-api/update-job.js';
import type { SlashInstance } from './slash/run-command.js';
import { appTrigger, integrationTrigger } from './slash/trigger.js';

/** Everything the local GitLab answers to. */
export function routesOf(instance: SlashInstance): readonly Route[] {
  const { path } = instance.project;
  const on =
    <Arguments extends readonly unknown[]>(
      handle: (instance: SlashInstance, ...rest: Arguments) => Promise<void> | void,
    ) =>
    (...rest: Arguments) =>
      handle(instance, ...rest);
  return [
    {
      method: 'POST',
      pattern: '/api/v4/projects/:id/integrations/:slug/trigger',
      handle: on(integrationTrigger),
    },
    {
      method: 'POST',
      pattern: '/api/v4/projects/:id/services/:slug/trigger',
      handle: on(integrationTrigger),
    },
    { method: 'POST', pattern: '/api/v4/slack/trigger', handle: on(appTrigger) },

    { method: 'POST', pattern: '/api/v4/runners/verify', handle: on(verifyRunner) },
    { method: 'POST', pattern: '/api/v4/runners', handle: registerRunner },
    { method: 'DELETE', pattern: '/api/v4/runners', handle: on(unregisterRunner) },
    { method: 'DELETE', pattern: '/api/v4/runners/managers', handle: on(unregisterRunner) },
    {
      method: 'GET',
      pattern: '/api/v4/runners/router/discovery',
      handle: ({ response }) => refuseWith(response, 501, '501 Not Implemented'),
    },
    { method: 'POST', pattern: '/api/v4/jobs/request', handle: on(requestJob) },
    { method: 'PUT', pattern: '/api/v4/jobs/:jobId', handle: on(updateJob) },
    { method: 'PATCH', pattern: '/api/v4/jobs/:jobId/trace', handle: on(patchTrace) },
    { method: 'POST', pattern: '/api/v4/jobs/:jobId/artifacts', handle: on(uploadArtifact) },
    { method: 'GET', pattern: '/api/v4/jobs/:jobId/artifacts', handle: on(downloadArtifact) },

    { method: 'GET', pattern: '/api/v4/job', handle: on(currentJob) },
    { method: 'GET', pattern: '/api/v4/projects/:id/jobs', handle: on(listJobs) },
    { method: 'GET', pattern: '/api/v4/projects/:id/jobs/:jobId', handle: on(showJob) },
    { method: 'GET', pattern: '/api/v4/projects/:id/jobs/:jobId/trace', handle: on(showTrace) },
    { method: 'POST', pattern: '/api/v4/projects/:id/jobs/:jobId/cancel', handle: on(cancelJob) },
    { method: 'POST', pattern: '/api/v4/projects/:id/jobs/:jobId/play', handle: on(playJob) },

    { method: 'GET', pattern: `/${path}.git/*rest`, handle: on(serveGit) },
    { method: 'POST', pattern: `/${path}.git/*rest`, handle: on(serveGit) },

    ...['/-/jobs/:jobId', `/${path}/-/jobs/:jobId`].flatMap((pattern): Route[] => [
      { method: 'GET', pattern, handle: on(jobPage) },
      { method: 'GET', pattern: `${pattern}/raw`, handle: on(jobPageTrace) },
    ]),
  ];
}
