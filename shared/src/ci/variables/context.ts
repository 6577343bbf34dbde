/** A CI/CD variable of an instance, group, project, pipeline or schedule. */
export interface SettingVariable {
  readonly key: string;
  /** null: defined without a value, as `CHAT_INPUT` without arguments. */
  readonly value: string | null;
  readonly masked?: boolean;
  /** Only pipelines of protected branches and tags see it. */
  readonly protected?: boolean;
  /** `expand: false` */
  readonly raw?: boolean;
  readonly file?: boolean;
  /** Environment scope with `*` wildcards; default `*`. */
  readonly environmentScope?: string;
}

export interface ServerFacts {
  /** e.g. `https://gitlab.example.com`, without a slash at the end. */
  readonly url: string;
  /** e.g. `18.11.2` */
  readonly version: string;
  readonly revision: string;
}

export interface ProjectFacts {
  readonly id: number;
  readonly namespaceId: number;
  /** Full path, e.g. `acme/ops`. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  readonly visibility: 'private' | 'internal' | 'public';
  readonly defaultBranch: string;
  readonly configPath: string;
  readonly topics: readonly string[];
  readonly languages: readonly string[];
}

export interface UserFacts {
  readonly id: number;
  readonly login: string;
  readonly name: string;
  readonly email: string;
}

export interface CommitFacts {
  readonly sha: string;
  /** Forty zeros in a chat pipeline. */
  readonly beforeSha: string;
  readonly message: string;
  /** `Name <email>` */
  readonly author: string;
  readonly authorLogin: string;
  /** ISO 8601 */
  readonly timestamp: string;
  /** Only with a tag. */
  readonly tagMessage?: string;
}

export interface MergeRequestFacts {
  readonly id: number;
  readonly iid: number;
  readonly title: string;
  readonly sourceBranch: string;
  readonly targetBranch: string;
  /** `detached`, `merged_result` or `merge_train` */
  readonly eventType: string;
}

/** What a pipeline runs for. A merge request pipeline is neither a branch nor a tag for `only` and `CI_COMMIT_BRANCH`. */
export interface PipelineRef {
  readonly name: string;
  readonly kind: 'branch' | 'tag' | 'merge_request';
}

/**
 * Changed paths for `changes`: known, not determinable by GitLab (every chat pipeline, new branches, tags: then
 * `changes` holds), or not known here.
 */
export type ChangedPaths =
  | { readonly kind: 'known'; readonly paths: readonly string[] }
  | { readonly kind: 'undetermined' }
  | { readonly kind: 'unknown' };

/** What `changes:compare_to` finds; `unknown`: it cannot be computed here. */
export type Comparison =
  | { readonly kind: 'known'; readonly paths: readonly string[] }
  | { readonly kind: 'no_such_ref' }
  | { readonly kind: 'unknown' };

/** The files of another project, for `exists:project`. */
export type OtherProject =
  | { readonly kind: 'known'; readonly files: readonly string[] }
  | { readonly kind: 'no_such_project' }
  | { readonly kind: 'no_such_ref' }
  | { readonly kind: 'unknown' };

/** Everything that GitLab knows about a pipeline before it looks at the config. */
export interface PipelineContext {
  /** GitLab's source word: `chat`, `push`, `web`, `merge_request_event`, … */
  readonly source: string;
  readonly ref: PipelineRef;
  readonly protectedRef: boolean;
  readonly server: ServerFacts;
  readonly project: ProjectFacts;
  readonly user: UserFacts;
  readonly commit: CommitFacts;
  readonly iid: number;
  /** ISO 8601 */
  readonly createdAt: string;
  /** Outer group first. */
  readonly instanceVariables: readonly SettingVariable[];
  readonly groupVariables: readonly SettingVariable[];
  readonly projectVariables: readonly SettingVariable[];
  /** Of a web, API or trigger pipeline, or CHAT_*. */
  readonly pipelineVariables: readonly SettingVariable[];
  readonly scheduleVariables: readonly SettingVariable[];
  readonly scheduleDescription?: string;
  /** A trigger token's first characters; given: `CI_PIPELINE_TRIGGERED`. */
  readonly triggerShortToken?: string;
  readonly mergeRequest?: MergeRequestFacts;
  /** `path!iid` of open merge requests with this branch as source. */
  readonly openMergeRequests: readonly string[];
  readonly kubernetesActive: boolean;
  /** Paths of the commit's files; absent: not known here. */
  readonly files?: readonly string[];
  readonly changedPaths: ChangedPaths;
  readonly compareTo: (ref: string) => Comparison;
  readonly otherProject: (project: string, ref: string | undefined) => OtherProject;
  /** Names of predefined variables whose values here are stand-ins. */
  readonly guessed: readonly string[];
}

/** What is known; everything else gets a stand-in whose variables count as guessed. */
export type KnownContext = Partial<
  Omit<PipelineContext, 'server' | 'project' | 'user' | 'commit' | 'guessed'>
> & {
  readonly server?: Partial<ServerFacts>;
  readonly project?: Partial<ProjectFacts>;
  readonly user?: Partial<UserFacts>;
  readonly commit?: Partial<CommitFacts>;
};

const NO_SHA = '0'.repeat(40);

/** Completes what is known about a pipeline. The default is a pipeline of the default branch. */
export function pipelineContext(known: KnownContext): PipelineContext {
  const project = { ...PROJECT_STAND_IN, ...known.project };
  const source = known.source ?? 'chat';
  return {
    source,
    ref: known.ref ?? { name: project.defaultBranch, kind: 'branch' },
    protectedRef: known.protectedRef ?? true,
    server: { ...SERVER_STAND_IN, ...known.server },
    project,
    user: { ...USER_STAND_IN, ...known.user },
    commit: { ...COMMIT_STAND_IN, ...known.commit },
    iid: known.iid ?? 1,
    createdAt: known.createdAt ?? '1970-01-01T00:00:00Z',
    instanceVariables: known.instanceVariables ?? [],
    groupVariables: known.groupVariables ?? [],
    projectVariables: known.projectVariables ?? [],
    pipelineVariables: known.pipelineVariables ?? [],
    scheduleVariables: known.scheduleVariables ?? [],
    ...optional('scheduleDescription', known.scheduleDescription),
    ...optional('triggerShortToken', known.triggerShortToken),
    ...optional('mergeRequest', known.mergeRequest),
    openMergeRequests: known.openMergeRequests ?? [],
    kubernetesActive: known.kubernetesActive ?? false,
    ...optional('files', known.files),
    changedPaths: known.changedPaths ?? { kind: source === 'chat' ? 'undetermined' : 'unknown' },
    compareTo: known.compareTo ?? UNKNOWN,
    otherProject: known.otherProject ?? UNKNOWN,
    guessed: guessedNames(known),
  };
}

/** One function, so that two contexts of the same facts are seen to be the same. */
const UNKNOWN = () => ({ kind: 'unknown' }) as const;

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  const given: { [key in K]?: V } = {};
  if (value !== undefined) given[key] = value;
  return given;
}

const SERVER_STAND_IN: ServerFacts = {
  url: 'https://gitlab.example.com',
  version: '18.11.0',
  revision: '00000000000',
};

const PROJECT_STAND_IN: ProjectFacts = {
  id: 1,
  namespaceId: 1,
  path: 'group/project',
  title: 'project',
  description: '',
  visibility: 'private',
  defaultBranch: 'main',
  configPath: '.gitlab-ci.yml',
  topics: [],
  languages: [],
};

const USER_STAND_IN: UserFacts = { id: 1, login: 'user', name: 'User', email: 'user@example.com' };

const COMMIT_STAND_IN: CommitFacts = {
  sha: '1'.repeat(40),
  beforeSha: NO_SHA,
  message: '',
  author: '',
  authorLogin: '',
  timestamp: '1970-01-01T00:00:00Z',
};

/** Which predefined variables each fact gives; a fact that is not known makes them guesses. */
const GIVEN_BY: readonly (readonly [(known: KnownContext) => unknown, readonly string[]])[] = [
  [
    ({ server }) => server?.url,
    [
      'CI_SERVER_FQDN',
      'CI_SERVER_URL',
      'CI_SERVER_HOST',
      'CI_SERVER_PORT',
      'CI_SERVER_PROTOCOL',
      'CI_API_V4_URL',
      'CI_API_GRAPHQL_URL',
      'CI_PROJECT_URL',
      'CI_CONFIG_REF_URI',
    ],
  ],
  [
    ({ server }) => server?.version,
    [
      'CI_SERVER_VERSION',
      'CI_SERVER_VERSION_MAJOR',
      'CI_SERVER_VERSION_MINOR',
      'CI_SERVER_VERSION_PATCH',
      'CI_SERVER_REVISION',
      'GITLAB_FEATURES',
    ],
  ],
  [({ project }) => project?.id, ['CI_PROJECT_ID', 'CI_MERGE_REQUEST_PROJECT_ID']],
  [({ project }) => project?.namespaceId, ['CI_PROJECT_NAMESPACE_ID']],
  [
    ({ project }) => project?.path,
    [
      'CI_PROJECT_NAME',
      'CI_PROJECT_PATH',
      'CI_PROJECT_PATH_SLUG',
      'CI_PROJECT_NAMESPACE',
      'CI_PROJECT_NAMESPACE_SLUG',
      'CI_PROJECT_ROOT_NAMESPACE',
      'CI_PROJECT_URL',
    ],
  ],
  [({ project }) => project?.title, ['CI_PROJECT_TITLE']],
  [({ project }) => project?.description, ['CI_PROJECT_DESCRIPTION']],
  [({ project }) => project?.visibility, ['CI_PROJECT_VISIBILITY']],
  [({ project }) => project?.topics, ['CI_PROJECT_TOPICS']],
  [({ project }) => project?.languages, ['CI_PROJECT_REPOSITORY_LANGUAGES']],
  [({ project }) => project?.defaultBranch, ['CI_DEFAULT_BRANCH', 'CI_DEFAULT_BRANCH_SLUG']],
  [
    ({ user }) => user?.login,
    ['GITLAB_USER_ID', 'GITLAB_USER_EMAIL', 'GITLAB_USER_LOGIN', 'GITLAB_USER_NAME'],
  ],
  [({ commit }) => commit?.sha, ['CI_COMMIT_SHA', 'CI_COMMIT_SHORT_SHA']],
  [
    ({ commit }) => commit?.message,
    [
      'CI_COMMIT_MESSAGE',
      'CI_COMMIT_MESSAGE_IS_TRUNCATED',
      'CI_COMMIT_TITLE',
      'CI_COMMIT_DESCRIPTION',
      'CI_COMMIT_TIMESTAMP',
    ],
  ],
  [({ commit }) => commit?.author, ['CI_COMMIT_AUTHOR']],
  [({ commit }) => commit?.authorLogin, ['CI_COMMIT_USER_LOGIN']],
  [({ protectedRef }) => protectedRef, ['CI_COMMIT_REF_PROTECTED']],
  [({ iid }) => iid, ['CI_PIPELINE_IID']],
  [({ createdAt }) => createdAt, ['CI_PIPELINE_CREATED_AT']],
  [({ kubernetesActive }) => kubernetesActive, ['CI_KUBERNETES_ACTIVE']],
  [({ openMergeRequests }) => openMergeRequests, ['CI_OPEN_MERGE_REQUESTS']],
];

function guessedNames(known: KnownContext): string[] {
  return GIVEN_BY.flatMap(([fact, names]) => (fact(known) === undefined ? names : []));
}
