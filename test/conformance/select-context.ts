import {
  type Comparison,
  type KnownContext,
  type PipelineContext,
  pipelineContext,
  type SettingVariable,
} from '@gitlab-chatops/shared/ci/variables';
import { inputObject } from './mode.js';

type Json = Readonly<Record<string, unknown>>;

/** A context of mode `select` as the product takes it: project acme/ops (id 42), user ada (id 7). */
export function selectContext(context: Json): PipelineContext {
  const source = String(context.source);
  const ref = typeof context.ref === 'string' ? context.ref : 'main';
  return pipelineContext({
    ...PLACE,
    source,
    ref: { name: ref, kind: refKind(source, context.tag === true) },
    protectedRef: context.protected === true,
    commit: {
      sha: 'a'.repeat(40),
      beforeSha: (source === 'push' ? 'b' : '0').repeat(40),
      message: typeof context.commit_message === 'string' ? context.commit_message : 'a commit message',
      author: 'Ada L <ada@example.test>',
      authorLogin: 'ada',
      timestamp: '2024-01-02T03:04:05Z',
      ...(context.tag === true ? { tagMessage: `tag ${ref}` } : {}),
    },
    projectVariables: settings(context.project_variables),
    pipelineVariables: variables(context.variables),
    scheduleVariables: variables(context.schedule_variables),
    ...(source === 'schedule' ? { scheduleDescription: 'nightly' } : {}),
    ...(source === 'trigger' ? { triggerShortToken: 'abcd' } : {}),
    ...(source === 'merge_request_event' ? { mergeRequest: MERGE_REQUEST } : {}),
    openMergeRequests: texts(context.open_merge_requests) ?? [],
    files: texts(context.worktree) ?? [],
    changedPaths: changedPaths(texts(context.modified_paths)),
    compareTo: (name) => comparison(name, ref, texts(context.modified_since) ?? []),
  });
}

const PLACE = {
  server: { url: 'https://gitlab.example.test', version: '18.11.2', revision: '0123456789a' },
  project: {
    id: 42,
    namespaceId: 5,
    path: 'acme/ops',
    title: 'Ops',
    description: '',
    visibility: 'private',
    defaultBranch: 'main',
    topics: [],
    languages: ['Shell'],
  },
  user: { id: 7, login: 'ada', name: 'Ada L', email: 'ada@example.test' },
  iid: 11,
  createdAt: '2023-11-14T22:13:20Z',
  kubernetesActive: false,
} satisfies KnownContext;

const MERGE_REQUEST = {
  id: 900,
  iid: 5,
  title: 'a title',
  sourceBranch: 'feature/x',
  targetBranch: 'main',
  eventType: 'detached',
};

function refKind(source: string, isTag: boolean): 'branch' | 'tag' | 'merge_request' {
  if (source === 'merge_request_event') return 'merge_request';
  return isTag ? 'tag' : 'branch';
}

/** Absent: GitLab could not tell. */
function changedPaths(paths: readonly string[] | undefined): PipelineContext['changedPaths'] {
  return paths === undefined ? { kind: 'undetermined' } : { kind: 'known', paths };
}

/**
 * The repository behind the vectors knows the default branch and the pipeline's own ref, by their short names only:
 * its `refs/heads/main` is no ref, unlike a real repository's (oracle/select.json, gen-592).
 */
function comparison(name: string, ref: string, paths: readonly string[]): Comparison {
  return name === 'main' || name === ref ? { kind: 'known', paths } : { kind: 'no_such_ref' };
}

function variables(value: unknown): SettingVariable[] {
  return Object.entries(inputObject(value ?? {})).map(([key, text]) => ({
    key,
    value: text === null ? null : String(text),
  }));
}

function settings(value: unknown): SettingVariable[] {
  if (!Array.isArray(value)) return [];
  return value.map((one: unknown) => {
    const { key, value: text, masked, protected: isProtected, raw } = inputObject(one);
    return {
      key: String(key),
      value: text === null || text === undefined ? null : String(text),
      masked: masked === true,
      protected: isProtected === true,
      raw: raw === true,
    };
  });
}

function texts(value: unknown): string[] | undefined {
  return Array.isArray(value) ? value.map(String) : undefined;
}
