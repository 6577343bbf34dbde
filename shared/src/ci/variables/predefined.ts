import type { PipelineContext } from './context.js';
import { slugify } from './slug.js';
import type { Variable } from './variable.js';

type Pair = readonly [key: string, value: string | null];

/** Server and project variables. GitLab: `predefined_variables` in app/models/project.rb. */
export function projectVariables(context: PipelineContext): Variable[] {
  return predefined(context, [...serverPairs(context), ...projectPairs(context), ...apiPairs(context)]);
}

/** Pipeline and commit variables. GitLab: lib/gitlab/ci/variables/builder/pipeline.rb. */
export function pipelineVariables(context: PipelineContext): Variable[] {
  return predefined(context, [
    ...pipelinePairs(context),
    ...commitPairs(context),
    ...mergeRequestPairs(context),
    ...when(context.openMergeRequests.length > 0, [
      'CI_OPEN_MERGE_REQUESTS',
      context.openMergeRequests.join(','),
    ]),
    ...when(context.kubernetesActive, ['CI_KUBERNETES_ACTIVE', 'true']),
  ]);
}

/** The user who runs the pipeline. GitLab: `user_variables` in lib/gitlab/ci/variables/builder.rb. */
export function userVariables(context: PipelineContext): Variable[] {
  const { id, email, login, name } = context.user;
  const pairs: Pair[] = [
    ['GITLAB_USER_ID', String(id)],
    ['GITLAB_USER_EMAIL', email],
    ['GITLAB_USER_LOGIN', login],
    ['GITLAB_USER_NAME', name],
  ];
  return predefined(context, pairs).map((variable) => ({ ...variable, origin: 'user' }));
}

/** Marks the variables that this context cannot know. */
export function predefined(context: PipelineContext, pairs: readonly Pair[]): Variable[] {
  return pairs.map(([key, value]) =>
    context.guessed.includes(key)
      ? { key, value, origin: 'predefined', guessed: true }
      : { key, value, origin: 'predefined' },
  );
}

export function when(condition: boolean, ...pairs: Pair[]): Pair[] {
  return condition ? pairs : [];
}

function serverPairs({ server }: PipelineContext): Pair[] {
  const { protocol, host, port, fqdn } = splitUrl(server.url);
  const [major = '', minor = '', patch = ''] = server.version.split(/[.-]/);
  return [
    ['CI', 'true'],
    ['GITLAB_CI', 'true'],
    ['CI_SERVER_FQDN', fqdn],
    ['CI_SERVER_URL', server.url],
    ['CI_SERVER_HOST', host],
    ['CI_SERVER_PORT', port],
    ['CI_SERVER_PROTOCOL', protocol],
    ['CI_SERVER_NAME', 'GitLab'],
    ['CI_SERVER_VERSION', server.version],
    ['CI_SERVER_VERSION_MAJOR', major],
    ['CI_SERVER_VERSION_MINOR', minor],
    ['CI_SERVER_VERSION_PATCH', patch],
    ['CI_SERVER_REVISION', server.revision],
    ['GITLAB_FEATURES', ''],
  ];
}

function splitUrl(url: string): { protocol: string; host: string; port: string; fqdn: string } {
  const match = /^(https?):\/\/([^/:]+)(?::(\d+))?/.exec(url);
  const protocol = match?.[1] ?? 'https';
  const host = match?.[2] ?? url;
  const standard = protocol === 'https' ? '443' : '80';
  const port = match?.[3] ?? standard;
  return { protocol, host, port, fqdn: port === standard ? host : `${host}:${port}` };
}

function projectPairs({ project, server }: PipelineContext): Pair[] {
  const segments = project.path.split('/');
  const namespace = segments.slice(0, -1).join('/');
  return [
    ['CI_PROJECT_ID', String(project.id)],
    ['CI_PROJECT_NAME', segments.at(-1) ?? ''],
    ['CI_PROJECT_TITLE', project.title],
    ['CI_PROJECT_DESCRIPTION', project.description],
    ['CI_PROJECT_TOPICS', project.topics.slice(0, 20).join(',').toLowerCase()],
    ['CI_PROJECT_PATH', project.path],
    ['CI_PROJECT_PATH_SLUG', slugify(project.path)],
    ['CI_PROJECT_NAMESPACE', namespace],
    ['CI_PROJECT_NAMESPACE_SLUG', slugify(namespace)],
    ['CI_PROJECT_NAMESPACE_ID', String(project.namespaceId)],
    ['CI_PROJECT_ROOT_NAMESPACE', segments[0] ?? ''],
    ['CI_PROJECT_URL', `${server.url}/${project.path}`],
    ['CI_PROJECT_VISIBILITY', project.visibility],
    ['CI_PROJECT_REPOSITORY_LANGUAGES', project.languages.join(',').toLowerCase()],
    ['CI_PROJECT_CLASSIFICATION_LABEL', ''],
    ['CI_DEFAULT_BRANCH', project.defaultBranch],
    ['CI_DEFAULT_BRANCH_SLUG', slugify(project.defaultBranch)],
    ['CI_CONFIG_PATH', project.configPath],
  ];
}

function apiPairs({ server }: PipelineContext): Pair[] {
  return [
    ['CI_API_V4_URL', `${server.url}/api/v4`],
    ['CI_API_GRAPHQL_URL', `${server.url}/api/graphql`],
    ['CI_TEMPLATE_REGISTRY_HOST', 'registry.gitlab.com'],
  ];
}

function pipelinePairs(context: PipelineContext): Pair[] {
  const { project, server, ref } = context;
  const refPath = ref.kind === 'tag' ? `refs/tags/${ref.name}` : `refs/heads/${sourceRef(context)}`;
  return [
    ['CI_PIPELINE_IID', String(context.iid)],
    ['CI_PIPELINE_SOURCE', context.source],
    ['CI_PIPELINE_CREATED_AT', context.createdAt],
    // workflow:name is set after the rules were evaluated (chain/populate_metadata.rb).
    ['CI_PIPELINE_NAME', null],
    ...when(context.scheduleDescription !== undefined, [
      'CI_PIPELINE_SCHEDULE_DESCRIPTION',
      context.scheduleDescription ?? null,
    ]),
    ['CI_CONFIG_REF_URI', `${splitUrl(server.url).fqdn}/${project.path}//${project.configPath}@${refPath}`],
  ];
}

function sourceRef({ mergeRequest, ref }: PipelineContext): string {
  return ref.kind === 'merge_request' && mergeRequest !== undefined ? mergeRequest.sourceBranch : ref.name;
}

/** GitLab cuts the message of a commit (MAX_COMMIT_MESSAGE_SIZE_IN_BYTES). */
const MESSAGE_LIMIT_BYTES = 100_000;

function commitPairs(context: PipelineContext): Pair[] {
  const { commit, ref, protectedRef } = context;
  const { title, description } = splitMessage(commit.message);
  const isCut = new TextEncoder().encode(commit.message).length > MESSAGE_LIMIT_BYTES;
  const cut = (text: string) => (isCut ? cutBytes(text, MESSAGE_LIMIT_BYTES) : text);
  return [
    ['CI_COMMIT_SHA', commit.sha],
    ['CI_COMMIT_SHORT_SHA', commit.sha.slice(0, 8)],
    ['CI_COMMIT_BEFORE_SHA', commit.beforeSha],
    ['CI_COMMIT_REF_NAME', sourceRef(context)],
    ['CI_COMMIT_REF_SLUG', slugify(sourceRef(context))],
    ...when(ref.kind === 'branch', ['CI_COMMIT_BRANCH', ref.name]),
    ['CI_COMMIT_MESSAGE', cut(commit.message)],
    ['CI_COMMIT_MESSAGE_IS_TRUNCATED', String(isCut)],
    ['CI_COMMIT_TITLE', cut(title)],
    ['CI_COMMIT_DESCRIPTION', cut(description)],
    ['CI_COMMIT_REF_PROTECTED', String(protectedRef)],
    ['CI_COMMIT_TIMESTAMP', commit.timestamp],
    ['CI_COMMIT_AUTHOR', commit.author],
    ['CI_COMMIT_USER_LOGIN', commit.authorLogin],
    ...when(
      ref.kind === 'tag',
      ['CI_COMMIT_TAG', ref.name],
      ['CI_COMMIT_TAG_MESSAGE', commit.tagMessage ?? ''],
    ),
  ];
}

/** GitLab: `full_title` and `description` in app/models/commit.rb. */
function splitMessage(message: string): { title: string; description: string } {
  if (/^\s*$/.test(message)) return { title: 'No commit message', description: 'No commit message' };
  const title = message.split(/[\r\n]/, 1)[0] ?? '';
  if (title.length >= 100) return { title, description: message };
  const newline = message.indexOf('\n');
  return { title, description: newline < 0 ? '' : message.slice(newline + 1).replace(/(?:\r\n|\n|\r)$/, '') };
}

function cutBytes(text: string, limit: number): string {
  return new TextDecoder('utf-8').decode(new TextEncoder().encode(text).slice(0, limit));
}

function mergeRequestPairs({ mergeRequest, project, server, ref }: PipelineContext): Pair[] {
  if (ref.kind !== 'merge_request' || mergeRequest === undefined) return [];
  const { id, iid, title, sourceBranch, targetBranch, eventType } = mergeRequest;
  return [
    ['CI_MERGE_REQUEST_EVENT_TYPE', eventType],
    ['CI_MERGE_REQUEST_SOURCE_BRANCH_SHA', ''],
    ['CI_MERGE_REQUEST_TARGET_BRANCH_SHA', ''],
    ['CI_MERGE_REQUEST_ID', String(id)],
    ['CI_MERGE_REQUEST_IID', String(iid)],
    ['CI_MERGE_REQUEST_REF_PATH', `refs/merge-requests/${iid}/head`],
    ['CI_MERGE_REQUEST_PROJECT_ID', String(project.id)],
    ['CI_MERGE_REQUEST_PROJECT_PATH', project.path],
    ['CI_MERGE_REQUEST_PROJECT_URL', `${server.url}/${project.path}`],
    ['CI_MERGE_REQUEST_TARGET_BRANCH_NAME', targetBranch],
    ['CI_MERGE_REQUEST_SOURCE_BRANCH_NAME', sourceBranch],
    ['CI_MERGE_REQUEST_SOURCE_PROJECT_ID', String(project.id)],
    ['CI_MERGE_REQUEST_SOURCE_PROJECT_PATH', project.path],
    ['CI_MERGE_REQUEST_SOURCE_PROJECT_URL', `${server.url}/${project.path}`],
    ['CI_MERGE_REQUEST_TITLE', title],
  ];
}
