import { chatExposure, type JobExposure, planChatPipeline } from '@gitlab-chatops/shared/chat';
import {
  type FileAnswer,
  type FileProvider,
  type ResolvedConfig,
  resolveConfig,
} from '@gitlab-chatops/shared/ci';
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

const OUTSIDE: FileAnswer & { readonly kind: 'unknown' } = {
  kind: 'unknown',
  reason: 'local mode reads only the files of this repository',
};

/**
 * Resolves the head's configuration; undefined when there is none. The resolver asks for files at once and git
 * answers later, so it is asked again after each round of files has been read.
 */
async function resolveHead({ files, context }: HeadFacts): Promise<ResolvedConfig | undefined> {
  const path = context.project.configPath;
  const text = await files.read(path);
  if (text === undefined) return undefined;
  const paths = await files.list();
  const read = new Map<string, FileAnswer>();
  for (;;) {
    const asked = new Set<string>();
    const provider: FileProvider = {
      file(wanted, commit) {
        if (commit !== undefined) return OUTSIDE;
        if (!read.has(wanted)) asked.add(wanted);
        return read.get(wanted) ?? OUTSIDE;
      },
      listing: (commit) => (commit === undefined ? { kind: 'known', paths } : OUTSIDE),
      remote: () => OUTSIDE,
      template: () => OUTSIDE,
      component: () => OUTSIDE,
    };
    const config = resolveConfig({ path, text }, provider, { context });
    if (asked.size === 0) return config;
    for (const wanted of asked) {
      const found = await files.read(wanted);
      read.set(wanted, found === undefined ? { kind: 'missing' } : { kind: 'text', text: found });
    }
  }
}
