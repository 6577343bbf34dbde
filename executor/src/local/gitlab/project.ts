import type { ServerFacts, SettingVariable, UserFacts } from '@gitlab-chatops/shared/ci/variables';

/** The one project that the local GitLab has. */
export interface LocalProject {
  readonly id: number;
  readonly namespaceId: number;
  /** Full path, e.g. `acme/ops`; the repository is at `/acme/ops.git`. */
  readonly path: string;
  /** Shown name. */
  readonly title: string;
  readonly configPath: string;
  /** Variables of the project's CI/CD settings; masked ones are secrets. */
  readonly variables: readonly SettingVariable[];
}

export const DEFAULT_PROJECT: LocalProject = {
  id: 1,
  namespaceId: 1,
  path: 'local/project',
  title: 'project',
  configPath: '.gitlab-ci.yml',
  variables: [],
};

/** The GitLab that local mode says it is; its behaviour is that of this version. */
export const LOCAL_SERVER: Omit<ServerFacts, 'url'> = { version: '18.11.0', revision: 'local' };

/** The one Runner of the instance. */
export const LOCAL_RUNNER = { id: 1, description: 'local' } as const;

/** Rights of a GitLab user on the project, as far as chat commands ask for them. */
export type Access =
  /** Developer and up: may create pipelines. */
  | 'developer'
  /** Linked, but without `create_pipeline`. */
  | 'guest'
  /** Lacks the global `use_slash_commands`. */
  | 'blocked'
  | 'deactivated';

/** A chat user who is linked to a GitLab user (GitLab: app/models/chat_name.rb). */
export interface ChatName {
  readonly user: UserFacts;
  readonly access: Access;
  /** false: the link waits for its confirmation, so commands are not run. */
  readonly confirmed: boolean;
}
