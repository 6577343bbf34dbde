import { planChatPipeline } from '@gitlab-chatops/shared/chat';
import {
  type FileProvider,
  memoryFiles,
  type ResolvedConfig,
  resolveConfig,
} from '@gitlab-chatops/shared/ci';
import type { PipelineContext } from '@gitlab-chatops/shared/ci/variables';
import type { ChatPlanner, CommitFiles } from './planner.js';

/** GitLab's own decision on a chat command: its config, its creation chain. */
export const planCommit: ChatPlanner = async ({ command, args, channelId, chatUserId, context, files }) => {
  const known = { ...context, files: await files.list() };
  const config = await resolveCommit(files, known);
  return planChatPipeline(config, known, { command, input: args, channel: channelId, userId: chatUserId });
};

/**
 * The config of a commit; undefined when the commit has none. Files of the commit are read as the config asks for
 * them; what lies outside (other projects, remote files, templates, components) is not known here.
 */
export async function resolveCommit(
  files: CommitFiles,
  context: PipelineContext,
): Promise<ResolvedConfig | undefined> {
  const { configPath } = context.project;
  const paths = context.files ?? (await files.list());
  const text = await files.read(configPath);
  if (text === undefined) return undefined;
  const loaded: Record<string, string> = {};
  for (;;) {
    const wanted = new Set<string>();
    const config = resolveConfig(
      { path: configPath, text },
      commitProvider(paths, loaded, (path) => wanted.add(path)),
      { context },
    );
    if (wanted.size === 0) return config;
    for (const path of wanted) loaded[path] = (await files.read(path)) ?? '';
  }
}

/** Answers from what is loaded and notes what is not: the engine asks for everything at once, files are read one by one. */
function commitProvider(
  paths: readonly string[],
  loaded: Readonly<Record<string, string>>,
  want: (path: string) => void,
): FileProvider {
  const inside = new Set(paths);
  const memory = memoryFiles(loaded);
  return {
    ...memory,
    file(path, commit) {
      if (commit === undefined && inside.has(path) && !Object.hasOwn(loaded, path)) {
        want(path);
        return { kind: 'unknown', reason: 'it has not been read yet' };
      }
      return memory.file(path, commit);
    },
    listing: (commit) => (commit === undefined ? { kind: 'known', paths } : memory.listing(commit)),
  };
}
