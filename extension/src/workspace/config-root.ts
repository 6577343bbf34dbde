import * as vscode from 'vscode';

/** A root configuration: the file GitLab starts from, and the repository its includes are looked up in. */
export interface ConfigRoot {
  readonly uri: vscode.Uri;
  /** The repository's top folder as far as the editor knows it. */
  readonly repository: vscode.Uri;
  /** Path of the file inside the repository, `/` between parts; what `SourceRange.file` calls it. */
  readonly path: string;
}

/** GitLab's default, app/models/project.rb `ci_config_path_or_default`. */
export const DEFAULT_CONFIG_PATH = '.gitlab-ci.yml';

/**
 * Path of the root configuration as the project's CI/CD settings name it. GitLab also takes `path@group/project` and
 * URLs; such a file is not in this repository, so there is no root here.
 */
export function configPathOf(scope: vscode.ConfigurationScope | undefined): string | undefined {
  const written = vscode.workspace
    .getConfiguration('gitlabChatops', scope)
    .get<string>('ciConfigPath', DEFAULT_CONFIG_PATH);
  const path = written.trim().replace(/^\/+/, '');
  if (path === '') return DEFAULT_CONFIG_PATH;
  return path.includes('@') || path.includes('://') ? undefined : path;
}

/** The root that a file is if it stands where GitLab would look for it, below any folder. */
export function rootAt(uri: vscode.Uri, configPath: string): ConfigRoot | undefined {
  if (!uri.path.endsWith(`/${configPath}`)) return undefined;
  const top = uri.path.slice(0, -configPath.length - 1);
  return { uri, repository: uri.with({ path: top === '' ? '/' : top }), path: configPath };
}

/**
 * Whether files below can be looked for. In a virtual folder VS Code waits for a search provider, and where nobody
 * brings one it waits for ever.
 */
export function canBeSearched({ scheme }: vscode.Uri): boolean {
  return scheme === 'file' || scheme === 'vscode-remote';
}

/** A file of the repository by the path that configs and source ranges use. */
export function fileOf(root: ConfigRoot, path: string): vscode.Uri {
  return vscode.Uri.joinPath(root.repository, path);
}
