import { planChatPipeline } from '@gitlab-chatops/shared/chat';
import { type AsyncFileProvider, type ResolvedConfig, resolveWithProvider } from '@gitlab-chatops/shared/ci';
import type { PipelineContext } from '@gitlab-chatops/shared/ci/variables';
import type { ChatPlanner, CommitFiles } from './planner.js';

/** GitLab's own decision on a chat command: its config, its creation chain. */
export const planCommit: ChatPlanner = async ({ command, args, channelId, chatUserId, context, files }) => {
  const known = { ...context, files: await files.list() };
  const config = await resolveCommit(files, known);
  return planChatPipeline(config, known, { command, input: args, channel: channelId, userId: chatUserId });
};

/**
 * The config of a commit; undefined when the commit has none. What lies outside of it (other projects, remote files,
 * templates, components) is not known here.
 */
export async function resolveCommit(
  files: CommitFiles,
  context: PipelineContext,
): Promise<ResolvedConfig | undefined> {
  const { configPath } = context.project;
  const text = await files.read(configPath);
  if (text === undefined) return undefined;
  return resolveWithProvider({ path: configPath, text }, commitProvider(files), { context });
}

const OUTSIDE = { kind: 'unknown', reason: 'only the files of this repository can be read here' } as const;

function commitProvider(files: CommitFiles): AsyncFileProvider {
  return {
    async file(path, commit) {
      if (commit !== undefined) return OUTSIDE;
      const text = await files.read(path);
      return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
    },
    listing: async (commit) =>
      commit === undefined ? { kind: 'known', paths: await files.list() } : OUTSIDE,
    remote: async () => OUTSIDE,
    template: async () => OUTSIDE,
    component: async () => OUTSIDE,
  };
}
