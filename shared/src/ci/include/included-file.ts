import { type ComponentAnswer, type FileAnswer, fileLabel, type OtherCommit } from '../files.js';
import type { YamlNode } from '../node.js';
import { textOf } from '../value/ruby-text.js';
import { scalar } from '../value/scalar.js';
import { get, isBlankText, isNil, isString } from '../value/tree.js';
import { IncludeContext } from './context.js';
import { isUrl } from './expand-locations.js';
import { type Location, locationText, projectName } from './location.js';

export type FileKind = 'local' | 'project' | 'remote' | 'template' | 'artifact' | 'component';

/** A file's text, or GitLab's sentence, or that it cannot be told here. */
export type FileContent =
  | { readonly kind: 'text'; readonly text: string; readonly context: IncludeContext }
  | { readonly kind: 'error'; readonly message: string }
  | { readonly kind: 'unknown'; readonly reason: string };

const YAML_NAME = /.+\.(?:yml|yaml)$/i;
const TEMPLATE_SUFFIX = '.gitlab-ci.yml';

/** One included file: GitLab's lib/gitlab/ci/config/external/file/*.rb. */
export class IncludedFile {
  readonly kind: FileKind;
  readonly location: Location;
  private readonly context: IncludeContext;

  constructor(kind: FileKind, location: Location, context: IncludeContext) {
    this.kind = kind;
    this.location = location;
    this.context = context;
  }

  /** The location as GitLab prints it. */
  get name(): string {
    const node = get(this.location.values, this.kind === 'project' ? 'file' : this.kind);
    if (this.kind === 'local' || this.kind === 'project') return locationText(node);
    return node === undefined ? '' : textOf(node);
  }

  /** What ranges call the file. */
  get label(): string {
    if (this.kind === 'local') return fileLabel(this.name, this.context.commit);
    if (this.kind === 'project') return fileLabel(this.name, this.commit());
    return this.name;
  }

  get inputs(): YamlNode | undefined {
    return get(this.location.values, 'inputs');
  }

  /** Before anything is read. */
  locationProblem(): string | undefined {
    const node = get(this.location.values, this.kind);
    const isText = this.kind === 'local' || this.kind === 'project' || isString(node);
    if (!isText) return `Included file \`${this.name}\` needs to be a string`;
    if (this.kind === 'component') return undefined;
    if (!YAML_NAME.test(baseName(this.name))) {
      return `Included file \`${this.name}\` does not have YAML extension!`;
    }
    if (this.kind === 'remote' && !isUrl(this.name)) {
      return `Remote file \`${this.name}\` does not have a valid address!`;
    }
    if (this.kind === 'template' && !this.name.endsWith(TEMPLATE_SUFFIX)) {
      return `Template file \`${this.name}\` is not a valid location!`;
    }
    return undefined;
  }

  read(): FileContent {
    const { provider } = this.context.run;
    switch (this.kind) {
      case 'local':
        return this.judge(provider.file(this.name, this.context.commit), this.context);
      case 'project': {
        const commit = this.commit();
        return this.judge(provider.file(this.name, commit), new IncludeContext(this.context.run, commit));
      }
      case 'remote':
        return this.judge(provider.remote(this.name), this.detached());
      case 'template':
        return this.judge(provider.template(this.name), this.detached());
      case 'artifact':
        return error('Including configs from artifacts is only allowed when triggering child pipelines');
      case 'component':
        return this.judgeComponent(provider.component(this.name));
    }
  }

  /** Remote files and templates have no project of their own: their local includes fail in GitLab. */
  private detached(): IncludeContext {
    return new IncludeContext(this.context.run, { project: '' });
  }

  private commit(): OtherCommit {
    const ref = get(this.location.values, 'ref');
    const project = projectName(this.location.values);
    return ref === undefined || isNil(ref) ? { project } : { project, ref: textOf(ref) };
  }

  private judge(answer: FileAnswer, context: IncludeContext): FileContent {
    if (answer.kind === 'unknown') return answer;
    if (answer.kind === 'missing') return error(answer.message ?? this.missingMessage(answer.what ?? 'file'));
    if (isBlankText(answer.text)) return error(this.emptyMessage());
    return { kind: 'text', text: answer.text, context };
  }

  private missingMessage(what: 'file' | 'project' | 'ref'): string {
    if (this.kind === 'local') {
      if (this.context.commit?.project === '') return `Local file \`${this.name}\` does not have project!`;
      return `Local file \`${this.name}\` does not exist!`;
    }
    if (this.kind !== 'project') return `Included file \`${this.name}\` is empty or does not exist!`;
    const { project, ref = 'HEAD' } = this.commit();
    if (what === 'project') {
      return `Project \`${project}\` not found or access denied! Make sure any includes in the pipeline configuration are correctly defined.`;
    }
    if (what === 'ref') return `Project \`${project}\` reference \`${ref}\` does not exist!`;
    return `Project \`${project}\` file \`${this.name}\` does not exist!`;
  }

  private emptyMessage(): string {
    if (this.kind === 'local') return `Local file \`${this.name}\` is empty!`;
    if (this.kind === 'project')
      return `Project \`${this.commit().project}\` file \`${this.name}\` is empty!`;
    return `Included file \`${this.name}\` is empty or does not exist!`;
  }

  private judgeComponent(answer: ComponentAnswer): FileContent {
    if (answer.kind === 'unknown') return answer;
    if (answer.kind === 'missing') return error(answer.message);
    const { project, sha, name, version, reference } = answer;
    const fact = (value: string): YamlNode => ({ ...scalar.string(value), at: this.location.at.at });
    const component = new Map([
      ['name', fact(name)],
      ['sha', fact(sha)],
      ['version', fact(version)],
      ['reference', fact(reference)],
    ]);
    const context = new IncludeContext(this.context.run, { project, ref: sha }, component);
    return { kind: 'text', text: answer.text, context };
  }
}

const error = (message: string): FileContent => ({ kind: 'error', message });

/** Ruby's File.basename. */
const baseName = (path: string): string => path.replace(/\/+$/, '').replace(/^.*\//s, '');
