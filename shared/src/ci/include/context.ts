import type { DocumentCache } from '../cache/index.js';
import type { FileProvider, ListingAnswer, OtherCommit } from '../files.js';
import type { UnknownFile } from '../model.js';
import type { YamlNode } from '../node.js';
import { configVariables, type PipelineContext, type VariableCollection } from '../variables/index.js';
import { IncludeError } from './location.js';

/** GitLab's instance default: ci_max_includes. */
const MAX_INCLUDES = 150;

/** What all files of one config share. */
export interface IncludeRun {
  readonly provider: FileProvider;
  readonly pipeline: PipelineContext;
  readonly documents: DocumentCache;
  readonly variables: VariableCollection;
  readonly unknown: UnknownFile[];
  /** Every file that was read, for watching. */
  readonly files: string[];
  readonly included: { readonly path: string; readonly commit: string | undefined }[];
  /** A file that fails is left out instead of ending the run. */
  readonly bestEffort: boolean;
}

export const includeRun = (
  provider: FileProvider,
  pipeline: PipelineContext,
  documents: DocumentCache,
  bestEffort = false,
): IncludeRun => ({
  provider,
  pipeline,
  documents,
  variables: configVariables(pipeline),
  unknown: [],
  files: [],
  included: [],
  bestEffort,
});

/** Where a file's own includes look: its project and commit (external/context.rb). */
export class IncludeContext {
  readonly run: IncludeRun;
  readonly commit: OtherCommit | undefined;
  /** The component context, inside a component. */
  readonly component: ReadonlyMap<string, YamlNode>;

  constructor(run: IncludeRun, commit?: OtherCommit, component: ReadonlyMap<string, YamlNode> = new Map()) {
    this.run = run;
    this.commit = commit;
    this.component = component;
  }

  get variables(): VariableCollection {
    return this.run.variables;
  }

  get pipeline(): PipelineContext {
    return this.run.pipeline;
  }

  /** Files of the commit for `exists`; nothing when they are not known. */
  get files(): readonly string[] | undefined {
    if (this.commit === undefined && this.pipeline.files !== undefined) return this.pipeline.files;
    const listing = this.listing();
    return listing.kind === 'known' ? listing.paths : undefined;
  }

  listing(): ListingAnswer {
    return this.run.provider.listing(this.commit);
  }

  reportUnknown(unknown: UnknownFile): void {
    this.run.unknown.push(unknown);
  }

  /** Wildcards do not bring a local file in twice. */
  isIncluded(path: string): boolean {
    return this.run.included.some((file) => file.path === path && file.commit === commitKey(this.commit));
  }

  /** Counts a file; more than 150 are refused. */
  count(path: string | undefined, at: YamlNode): void {
    this.run.included.push({
      path: path ?? '',
      commit: path === undefined ? 'none' : commitKey(this.commit),
    });
    if (this.run.included.length > MAX_INCLUDES) {
      throw new IncludeError(`Maximum of ${MAX_INCLUDES} nested includes are allowed!`, at);
    }
  }
}

const commitKey = (commit: OtherCommit | undefined): string | undefined =>
  commit === undefined ? undefined : `${commit.project}@${commit.ref ?? ''}`;
