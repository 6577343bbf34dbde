import { chatExposure, type JobExposure, planChatPipeline } from '@gitlab-chatops/shared/chat';
import { type AsyncFileProvider, type ResolvedConfig, resolveWithProvider } from '@gitlab-chatops/shared/ci';
import type { ChatPlanner, HeadFacts } from '../gitlab/index.js';
import type { ListedJob } from '../page/index.js';

/** GitLab's creation chain on the files of the commit; what lies outside the repository is not known here. */
export const planFromHead: ChatPlanner = async ({ command, args, channelId, chatUserId, ...head }) =>
  planChatPipeline(await resolveHead(head), head.context, {
    command,
    input: args,
    channel: channelId,
    userId: chatUserId,
  });

/** The repository's jobs and whether chat can run them. */
export async function listHeadJobs(head: HeadFacts): Promise<readonly ListedJob[]> {
  const config = await resolveHead(head);
  return config === undefined ? [] : chatExposure(config, head.context, { settingsKnown: true }).map(listed);
}

function listed({ job, chat, reason }: JobExposure): ListedJob {
  const place = reason.at === undefined ? '' : ` (${reason.at.file}:${reason.at.line})`;
  const text = `${reason.text}${place}`;
  const about = { name: job.name, stage: job.stage };
  if (chat === 'no') return { ...about, refusal: text };
  return chat === 'yes' ? about : { ...about, note: text };
}

const OUTSIDE = {
  kind: 'unknown',
  reason: 'local mode reads only the files of this repository',
} as const;

/** Resolves the head's configuration; undefined when there is none. */
async function resolveHead({ files, context }: HeadFacts): Promise<ResolvedConfig | undefined> {
  const path = context.project.configPath;
  const text = await files.read(path);
  if (text === undefined) return undefined;
  const provider: AsyncFileProvider = {
    async file(wanted, commit) {
      if (commit !== undefined) return OUTSIDE;
      const found = await files.read(wanted);
      return found === undefined ? { kind: 'missing' } : { kind: 'text', text: found };
    },
    listing: async (commit) =>
      commit === undefined ? { kind: 'known', paths: await files.list() } : OUTSIDE,
    remote: async () => OUTSIDE,
    template: async () => OUTSIDE,
    component: async () => OUTSIDE,
  };
  return resolveWithProvider({ path, text }, provider, { context });
}
