/** Where a stage of a job runs (design D9). */
export interface SandboxSettings {
  readonly type: 'host' | 'bubblewrap';
  /** Account name the jobs run as; absent: the account of the driver. */
  readonly user?: string;
  readonly acceptRisk: boolean;
  readonly readOnly: readonly string[];
  readonly readWrite: readonly string[];
}

/** Where the chat token is read from, at the moment of posting. */
export type TokenSource =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'env'; readonly name: string };

/** How to reach the chat service. Shared by all projects. */
export interface SlackSettings {
  /** Base URL of the Web API, for a proxy in front of it or for the local Slack; absent: slack.com. */
  readonly apiUrl?: string;
  readonly proxy?: string;
  /** PEM file of further certificate authorities. */
  readonly caFile?: string;
}

/** What a project gets (D15): the entry of `projects:` whose pattern is nearest to its path. */
export interface ProjectPolicy {
  /** The pattern that matched; absent when none did: then GitLab owns the reply and nothing is touched. */
  readonly pattern?: string;
  readonly chat?: {
    readonly service: 'slack';
    readonly token: TokenSource;
    readonly channels: readonly string[];
  };
  readonly owner: 'ours' | 'gitlab';
  readonly onFailure: 'both' | 'gitlab';
  readonly allowSecretInput: boolean;
  readonly sandbox: SandboxSettings;
}

/** The host's settings after flags, environment, file and defaults were laid over each other. */
export interface Settings {
  /** Absent: the directories of the Runner's own config.toml stay in force. */
  readonly buildsDir?: string;
  readonly cacheDir?: string;
  readonly stateDir: string;
  readonly sandbox: SandboxSettings;
  readonly environment: Readonly<Record<string, string>>;
  readonly slack: SlackSettings;
  readonly projects: ReadonlyMap<string, ProjectPolicy>;
  /** The file that was read; absent when there is none. */
  readonly file?: string;
}
