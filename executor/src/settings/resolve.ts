import { CodedError, type Problem } from '@gitlab-chatops/shared/errors';
import type { ProjectFile, SandboxFile, SettingsFile } from './schema.js';
import type { ProjectPolicy, SandboxSettings, Settings, TokenSource } from './types.js';

/** What flags and environment may say; each beats the file (precedence: flags > environment > file > default). */
export interface SettingsOverrides {
  readonly buildsDir?: string;
  readonly cacheDir?: string;
  readonly stateDir?: string;
  readonly sandbox?: 'host' | 'bubblewrap';
  readonly sandboxUser?: string;
}

/** From the file's words to settings that hold together. `where` names the file in messages. */
export function resolveSettings(
  file: SettingsFile,
  overrides: SettingsOverrides,
  defaults: { readonly stateDir: string },
  where: string,
): Settings {
  const sandbox = resolveSandbox(file.sandbox ?? {}, overrides);
  const projects = new Map<string, ProjectPolicy>();
  for (const [pattern, project] of Object.entries(file.projects ?? {})) {
    projects.set(
      pattern,
      resolveProject(
        pattern,
        project,
        resolveSandbox({ ...file.sandbox, ...project.sandbox }, overrides),
        where,
      ),
    );
  }
  const buildsDir = overrides.buildsDir ?? file.builds_dir;
  const cacheDir = overrides.cacheDir ?? file.cache_dir;
  const contained = [sandbox, ...[...projects.values()].map((project) => project.sandbox)];
  if (
    contained.some(({ type }) => type === 'bubblewrap') &&
    (buildsDir === undefined || cacheDir === undefined)
  ) {
    throw new CodedError({
      code: 'CONFIG_SANDBOX_DIRECTORIES',
      message: `${where}: a bubblewrap sandbox needs builds_dir and cache_dir, which alone stay writable inside.`,
      wayOut: 'Set both, e.g. /srv/gitlab-chatops/builds and /srv/gitlab-chatops/cache.',
    });
  }
  return {
    buildsDir,
    cacheDir,
    stateDir: overrides.stateDir ?? file.state_dir ?? defaults.stateDir,
    sandbox,
    environment: file.environment ?? {},
    slack: { apiUrl: file.slack?.api_url, proxy: file.slack?.proxy, caFile: file.slack?.ca_file },
    projects,
  };
}

function resolveSandbox(file: SandboxFile, overrides: SettingsOverrides): SandboxSettings {
  return {
    type: overrides.sandbox ?? file.type ?? 'host',
    user: overrides.sandboxUser ?? file.user,
    acceptRisk: file.accept_risk ?? false,
    readOnly: file.read_only ?? [],
    readWrite: file.read_write ?? [],
  };
}

function resolveProject(
  pattern: string,
  project: ProjectFile,
  sandbox: SandboxSettings,
  where: string,
): ProjectPolicy {
  const fail = ({ message, ...problem }: Problem) =>
    new CodedError({ ...problem, message: `${where}: projects."${pattern}" ${message}` });
  const token = tokenSource(project);
  if (token === 'both') {
    throw fail({
      code: 'CONFIG_TOKEN_TWICE',
      message: 'has token_file and token_env.',
      wayOut: 'Keep one of them.',
    });
  }
  if (project.chat === undefined && (token !== undefined || project.reply?.owner === 'ours')) {
    throw fail({
      code: 'CONFIG_CHAT_MISSING',
      message: 'wants to reply but names no chat service.',
      wayOut: 'Add "chat: slack".',
    });
  }
  if (project.chat !== undefined && token === undefined) {
    throw fail({
      code: 'CONFIG_TOKEN_MISSING',
      message: 'has a chat service but no token.',
      wayOut: 'Add token_file or token_env.',
    });
  }
  if (project.chat !== undefined && (project.channels ?? []).length === 0) {
    throw fail({
      code: 'CONFIG_CHANNELS_MISSING',
      message: 'names no channel, so no reply could be posted.',
      wayOut: 'List the channel ids under channels, or "*" for every channel the token can reach.',
    });
  }
  if (token !== undefined && sandbox.type === 'host' && !sandbox.acceptRisk) {
    throw fail({
      code: 'CONFIG_HOST_RISK',
      message: 'has a chat token and runs its jobs on the host, where they may read it.',
      wayOut: 'Use "sandbox: {type: bubblewrap}", or say "accept_risk: true".',
    });
  }
  return {
    pattern,
    chat:
      project.chat !== undefined && token !== undefined
        ? { service: project.chat, token, channels: project.channels ?? [] }
        : undefined,
    owner: project.reply?.owner ?? (project.chat === undefined ? 'gitlab' : 'ours'),
    onFailure: project.reply?.on_failure ?? 'both',
    allowSecretInput: project.allow_secret_input ?? false,
    sandbox,
  };
}

function tokenSource(project: ProjectFile): TokenSource | 'both' | undefined {
  if (project.token_file !== undefined && project.token_env !== undefined) return 'both';
  if (project.token_file !== undefined) return { kind: 'file', path: project.token_file };
  if (project.token_env !== undefined) return { kind: 'env', name: project.token_env };
  return undefined;
}
