import { chatExposure, type JobExposure } from '@gitlab-chatops/shared/chat';
import type { SourceRange } from '@gitlab-chatops/shared/ci';
import {
  createResolveCache,
  likelyContext,
  type PipelineContext,
  pipelineContext,
  type ResolveCache,
  type ResolvedConfig,
  resolveWithProvider,
} from '@gitlab-chatops/shared/ci';
import * as vscode from 'vscode';
import { type ConfigRoot, fileOf } from './config-root.js';
import { lineStarts, placeOf } from './line-starts.js';
import { listFiles } from './listings.js';
import { type ListFiles, RepositoryFiles } from './repository-files.js';
import { Slices } from './slices.js';

/** A root configuration as GitLab reads it, from one moment's texts. */
export interface ConfigModel {
  readonly root: ConfigRoot;
  readonly config: ResolvedConfig;
  readonly exposures: readonly JobExposure[];
  /** What the pipeline was planned for: the default branch's head; what the editor cannot know is a stand-in. */
  readonly context: PipelineContext;
  /** Paths inside the repository that the answer hangs on, missing files included. */
  readonly asked: readonly string[];
  /** The text that ranges of this file count in; undefined for files of other projects. */
  text(file: string): string | undefined;
  /** Where that file is; undefined for files of other projects. */
  uri(file: string): vscode.Uri | undefined;
  /** A place in the editor's terms. */
  range(at: SourceRange): vscode.Range;
}

/** Resolves a root; undefined when its file is gone. `texts` stand in for files, by path: what an edit would make of them. */
export async function resolveModel(
  root: ConfigRoot,
  texts?: ReadonlyMap<string, string>,
  list: ListFiles = listFiles,
): Promise<ConfigModel | undefined> {
  const files = new RepositoryFiles(root, list, texts);
  const slices = new Slices();
  const text = await files.read(root.path);
  if (text === undefined) return undefined;
  const resolve = async (facts: PipelineContext): Promise<ConfigModel> => {
    const context = likelyContext(facts, text);
    const options = { context, cache: cacheOf(root) };
    const config = await resolveWithProvider({ path: root.path, text }, files, options, () => slices.next());
    await slices.next();
    return createModel(root, config, context, files);
  };
  const project = { configPath: root.path };
  const model = await resolve(pipelineContext({ project }));
  // Listing a repository is slow in a big one, and only `exists` looks at all files.
  if (!files.asked.some((path) => files.text(path)?.includes('exists'))) return model;
  const listing = await files.listing();
  return listing.kind === 'known' ? resolve(pipelineContext({ project, files: listing.paths })) : model;
}

/** Repositories whose last reading is kept. */
const MAX_CACHES = 8;
const CACHES = new Map<string, ResolveCache>();

/** What the next keystroke in this repository need not read again. */
function cacheOf({ repository }: ConfigRoot): ResolveCache {
  const key = repository.toString();
  const cache = CACHES.get(key) ?? createResolveCache();
  CACHES.delete(key);
  CACHES.set(key, cache);
  const [oldest] = CACHES.keys();
  if (oldest !== undefined && CACHES.size > MAX_CACHES) CACHES.delete(oldest);
  return cache;
}

function createModel(
  root: ConfigRoot,
  config: ResolvedConfig,
  context: PipelineContext,
  files: RepositoryFiles,
): ConfigModel {
  const starts = new Map<string, readonly number[]>();
  const startsOf = (file: string): readonly number[] => {
    const known = starts.get(file) ?? lineStarts(files.text(file) ?? '');
    starts.set(file, known);
    return known;
  };
  return {
    root,
    config,
    context,
    exposures: chatExposure(config, context),
    asked: files.asked,
    text: (file) => files.text(file),
    uri: (file) => (files.text(file) === undefined ? undefined : fileOf(root, file)),
    range(at) {
      const lines = startsOf(at.file);
      const start = placeOf(lines, at.start);
      const end = placeOf(lines, at.end);
      return new vscode.Range(start.line, start.character, end.line, end.character);
    },
  };
}
