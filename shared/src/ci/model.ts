import type { Problem } from '../errors/index.js';
import type { Located, PlainValue, YamlNode } from './node.js';
import type { SourceRange } from './range.js';

/** One message of GitLab's config validation; `message` is GitLab's own text. */
export interface ConfigProblem extends Problem {
  /** The value that has to change, where it is known. */
  readonly at?: SourceRange;
}

/** An include that could not be read here (offline, no rights to ask), so GitLab's answer is not known. */
export interface UnknownFile {
  /** The include in words, e.g. `project acme/templates, file ci.yml`. */
  readonly what: string;
  readonly reason: string;
  /** The include that asks for it. */
  readonly at?: SourceRange;
}

/**
 * GitLab's answer to one config: all of lib/gitlab/ci/yaml_processor.rb, before any pipeline exists.
 * `valid: true` exactly when `errors` and `unknown` are empty; `stages`, `jobs` etc. are complete only then. Otherwise
 * they are a best effort, for a linter or an editor: as if what is wrong or unknown were not there.
 */
export interface ResolvedConfig {
  readonly valid: boolean;
  /** In GitLab's order. */
  readonly errors: readonly ConfigProblem[];
  /** Not empty: the verdict is "unknown" because these files could not be read. */
  readonly unknown: readonly UnknownFile[];
  /** `.pre`, …, `.post` */
  readonly stages: readonly string[];
  /**
   * Visible jobs in file order, after `parallel` expansion; default and inherit applied. A best effort also holds
   * jobs whose script an unknown base may bring.
   */
  readonly jobs: readonly ResolvedJob[];
  readonly workflow: ResolvedWorkflow;
  /** Root variables. */
  readonly variables: readonly ConfigVariable[];
  /** After include, extends and !reference; nothing when the text could not be read that far. */
  readonly merged?: YamlNode;
  /** Every file that was read, in order, the root first (for watching and for offline hints). */
  readonly files: readonly string[];
}

export interface ResolvedWorkflow {
  /** Absent: no `rules` key, every pipeline passes. Flattened. */
  readonly rules?: readonly ConfigRule[];
  /** The `rules` key is there, if only as null: jobs then have no default `only`. */
  readonly hasRules: boolean;
  readonly name?: string;
  readonly autoCancel?: PlainValue;
}

export interface ConfigVariable {
  readonly key: string;
  /** GitLab's text form (`true` → "true", `1.0` → "1.0", null → ""). */
  readonly value: string;
  /** `expand: false` */
  readonly raw: boolean;
  readonly description?: string;
  readonly options?: readonly string[];
  /** The value, or the key where the value is GitLab's. */
  readonly at?: SourceRange;
}

/** One rule of a job or of `workflow:rules`. Absent keys are absent in the config too. */
export interface ConfigRule {
  readonly at?: SourceRange;
  readonly if?: Located<string>;
  readonly changes?: {
    readonly paths: readonly Located<string>[];
    readonly compareTo?: string;
    readonly at?: SourceRange;
  };
  readonly exists?: {
    readonly paths: readonly Located<string>[];
    readonly project?: string;
    readonly ref?: string;
    readonly at?: SourceRange;
  };
  readonly when?: Located<string>;
  /** Seconds. */
  readonly startIn?: number;
  readonly allowFailure?: boolean;
  readonly variables?: readonly ConfigVariable[];
  readonly needs?: ConfigNeeds;
  readonly interruptible?: boolean;
  /** workflow only */
  readonly autoCancel?: PlainValue;
}

export interface ConfigNeeds {
  /** Jobs of this pipeline. */
  readonly job: readonly JobNeed[];
  /** `needs:project` (another project's artifacts). */
  readonly crossDependency: readonly PlainValue[];
  /** `needs:pipeline` of another pipeline, and bridges' needs. */
  readonly bridge: readonly PlainValue[];
}

export interface JobNeed {
  readonly name: string;
  readonly artifacts: boolean;
  readonly optional: boolean;
  /** `needs:parallel:matrix` as written, until the needed job's instances are chosen. */
  readonly parallel?: YamlNode;
  readonly at?: SourceRange;
}

/** `only` or `except`; a kind that is absent was not given. */
export interface ConfigPolicy {
  readonly refs?: readonly Located<string>[];
  readonly variables?: readonly Located<string>[];
  readonly changes?: readonly Located<string>[];
  readonly kubernetes?: string;
  /** Absent: GitLab's default (`only: [branches, tags]`). */
  readonly at?: SourceRange;
}

export interface ConfigImage {
  readonly name: string;
  readonly entrypoint?: readonly string[];
  readonly command?: readonly string[];
  readonly alias?: string;
  readonly pullPolicy?: readonly string[];
  /** Everything else under GitLab's key names (ports, docker, kubernetes, variables). */
  readonly options: Readonly<Record<string, PlainValue>>;
  readonly at?: SourceRange;
}

export interface ConfigEnvironment {
  readonly name: string;
  readonly url?: string;
  /** `start` when not given. */
  readonly action: string;
  readonly onStop?: string;
  readonly deploymentTier?: string;
  readonly autoStopIn?: string;
  readonly kubernetes?: PlainValue;
  readonly at?: SourceRange;
}

/** One visible job as GitLab's yaml_processor/result.rb hands it to the pipeline. */
export interface ResolvedJob {
  /** Full name, parallel suffix included (`test 1/3`, `test: [a, b]`). */
  readonly name: string;
  /** The key in the file. */
  readonly configName: string;
  readonly kind: 'job' | 'bridge';
  readonly stage: string;
  /** The job's key in the file. */
  readonly at: SourceRange;
  /**
   * Where each key of the job was written: the value's range, by GitLab's key name, keys from `extends` and from
   * `default:` included. `script` also has its lines' own ranges below.
   */
  readonly keys: ReadonlyMap<string, SourceRange>;
  /** The same keys' own places. */
  readonly keyNames: ReadonlyMap<string, SourceRange>;
  /** Flattened; defaults applied. */
  readonly beforeScript: readonly Located<string>[];
  readonly script: readonly Located<string>[];
  readonly afterScript: readonly Located<string>[];
  /** As written, or `on_success`. */
  readonly when: string;
  readonly whenGiven: boolean;
  /** Seconds; with `when: delayed`. */
  readonly startIn?: number;
  /** The job's own; `when: manual` without `allow_failure` gives true. */
  readonly allowFailure: boolean | { readonly exitCodes: readonly number[] };
  readonly only?: ConfigPolicy;
  readonly except?: ConfigPolicy;
  /** Absent: no rules (null counts as none). Flattened. */
  readonly rules?: readonly ConfigRule[];
  /** Absent: the key is not there (stage order); an empty list starts at once. */
  readonly needs?: ConfigNeeds;
  readonly dependencies?: readonly string[];
  /** The job's own variables, matrix variables of `parallel` included. */
  readonly variables: readonly ConfigVariable[];
  /** `inherit:variables`: all, none or these names of the root variables. */
  readonly rootVariables: boolean | readonly string[];
  readonly environment?: ConfigEnvironment;
  /** Seconds. */
  readonly timeout?: number;
  readonly retry?: {
    readonly max: number;
    readonly when?: readonly string[];
    readonly exitCodes?: readonly number[];
  };
  /** `parallel`: 1-based place among `total`, with the matrix row where there is one. */
  readonly instance?: {
    readonly index: number;
    readonly total: number;
    readonly matrix?: Readonly<Record<string, string>>;
  };
  readonly tags: readonly string[];
  readonly image?: ConfigImage;
  readonly services: readonly ConfigImage[];
  readonly interruptible?: boolean;
  readonly resourceGroup?: string;
  /** Best effort: bases that `extends` names, here or further up, and that no known file has. */
  readonly missingBases?: readonly string[];
  /** Every key of the job in GitLab's normalized form (cache, artifacts, trigger, release, id_tokens, hooks, …). */
  readonly options: Readonly<Record<string, PlainValue>>;
}
