import type { ChatPlan } from '@gitlab-chatops/shared/chat';
import { notScheduledAnswer, type RunCaptures, scheduledAnswer } from '@gitlab-chatops/shared/slash';
import { type GitLabInstance, urlsOf } from '../instance.js';
import type { GitLabUser, Pipeline } from '../jobs/job.js';
import type { ChatPlanner, HeadFacts } from '../planner.js';
import { chatContext } from '../response/job-context.js';
import type { RandomText } from '../tokens.js';
import { type CommandResult, ephemeral, type SlashParameters } from './command.js';

/** An instance that takes slash commands. */
export interface SlashInstance extends GitLabInstance {
  readonly planner: ChatPlanner;
  readonly randomText: RandomText;
  /** See responder/notifier.ts. */
  readonly knownUrl: (responseUrl: string) => string;
  readonly nextPipelineId: () => number;
}

/**
 * `run`: takes the snapshot that the command runs on, plans, and creates pipeline and job, all inside the request.
 * GitLab: lib/gitlab/slash_commands/run.rb and app/services/ci/create_pipeline_service.rb.
 */
export async function runCommand(
  instance: SlashInstance,
  run: RunCaptures,
  { channelId, responseUrl, userId = '' }: SlashParameters,
  user: GitLabUser,
): Promise<CommandResult> {
  const commit = await instance.repository.take();
  const id = instance.nextPipelineId();
  const chat = responseUrl === null ? {} : { chat: { responseUrl, chatUserId: userId } };
  const pipeline: Pipeline = { id, iid: id, createdAt: instance.clock.now(), commit, user, ...chat };
  const verdict = await instance.planner({
    command: run.command,
    args: run.arguments,
    channelId,
    chatUserId: userId,
    ...(await headFacts(instance, pipeline)),
  });
  const { warnings } = commit;
  switch (verdict.kind) {
    case 'scheduled':
      return { ...(await schedule(instance, pipeline, verdict)), verdict, warnings };
    case 'refused': {
      const unsupported = scheduledAnswer(responseUrl, null);
      const body = verdict.answer === 'unsupported' ? unsupported : notScheduledAnswer(run.command);
      return { body, verdict, warnings };
    }
    case 'unknown': {
      // Some file is out of reach here, so GitLab's words are not known; ours say why.
      const { message, wayOut } = verdict.cause;
      return { body: ephemeral([message, wayOut].filter(Boolean).join('\n')), verdict, warnings };
    }
  }
}

/** What a plan is made from: the commit, the pipeline there would be, the files. */
export async function headFacts(
  { project, origin, repository }: GitLabInstance,
  pipeline: Omit<Pipeline, 'id' | 'chat'>,
): Promise<HeadFacts> {
  const { commit } = pipeline;
  const files = await repository.listFiles(commit.sha);
  return {
    commit,
    // With its files: `rules:exists` asks for them.
    context: { ...chatContext(project, origin(), pipeline), files },
    files: {
      list: async () => files,
      read: (path) => repository.readFile(commit.sha, path),
    },
  };
}

async function schedule(
  instance: SlashInstance,
  pipeline: Pipeline,
  { job: plan }: ChatPlan,
): Promise<CommandResult> {
  // Before the job: a Runner may fetch the ref as soon as the job waits.
  await instance.repository.createPipelineRef(pipeline.id, pipeline.commit.sha);
  const job = instance.jobs.create(pipeline, plan);
  const known = pipeline.chat === undefined ? null : instance.knownUrl(pipeline.chat.responseUrl);
  const body = scheduledAnswer(known, { id: job.id, url: urlsOf(instance, job).job });
  return { body, jobId: job.id };
}
