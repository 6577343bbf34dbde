import type { SourceRange } from '../ci/range.js';
import type { RuleTrial } from '../ci/rules/index.js';
import type { Problem } from '../errors/index.js';

export type { RuleTrial };

/**
 * What `/project run NAME ARGS` does now: one job, or a refusal.
 * Source of the order of decisions: GitLab app/services/ci/create_pipeline_service.rb and lib/gitlab/ci/pipeline/chain.
 */
export type ChatVerdict = ChatPlan | ChatRefusal | ChatUnknown;

/** The pipeline is created and holds this job. */
export interface ChatPlan {
  readonly kind: 'scheduled';
  readonly job: PlannedJob;
  readonly steps: readonly ChainStep[];
}

/** GitLab answers with a sentence and no job runs. */
export interface ChatRefusal {
  readonly kind: 'refused';
  /**
   * `not_scheduled`: the pipeline row is not saved ("The command could not be scheduled. …");
   * `unsupported`: it is saved but holds no build ("Sorry, this chat service is currently not supported …").
   */
  readonly answer: 'not_scheduled' | 'unsupported';
  /** GitLab's own words, as it answers in chat. */
  readonly sentence: string;
  /** What GitLab notes at the pipeline, where it has words for it: on its page, if it is saved at all. */
  readonly pipelineError?: string;
  /** The true cause, with a stable code. */
  readonly cause: Problem;
  readonly at?: SourceRange;
  readonly steps: readonly ChainStep[];
}

/** Some file could not be read (offline include), so GitLab's verdict cannot be known here. */
export interface ChatUnknown {
  readonly kind: 'unknown';
  readonly cause: Problem;
  readonly at?: SourceRange;
  readonly steps: readonly ChainStep[];
}

/** One step of the creation chain, in order, with what it decided and why. */
export interface ChainStep {
  /**
   * Stable word: `skip`, `config_content`, `config`, `remove_unwanted_chat_jobs`, `workflow_rules`, `seed`,
   * `populate`, `create`, `present`.
   */
  readonly step: string;
  readonly verdict: 'passed' | 'stopped' | 'skipped';
  readonly reason: string;
  readonly at?: SourceRange;
  /** The rules tried by this step, in order. */
  readonly rules?: readonly RuleTrial[];
}

export interface PlannedVariable {
  readonly key: string;
  /** null: defined without a value (CHAT_INPUT without arguments); the job's shell sees an empty string. */
  readonly value: string | null;
  /** true: `$NAME` inside the value is not expanded by the Runner. */
  readonly raw: boolean;
}

export interface PlannedImage {
  readonly name: string;
  readonly entrypoint?: readonly string[];
  readonly alias?: string;
  readonly command?: readonly string[];
}

/** The one job of a chat pipeline as GitLab would hand it to a Runner. */
export interface PlannedJob {
  readonly name: string;
  readonly stage: string;
  readonly when: 'on_success' | 'on_failure' | 'always' | 'manual' | 'delayed';
  /** Seconds; only with `delayed`. */
  readonly startIn?: number;
  readonly allowFailure: boolean | { readonly exitCodes: readonly number[] };
  /** before_script and script joined, as the server sends them in step `script`. */
  readonly script: readonly string[];
  readonly afterScript: readonly string[];
  /** YAML variables of the job in GitLab's precedence (root, workflow, job, rule), then CHAT_*. */
  readonly yamlVariables: readonly PlannedVariable[];
  readonly chatVariables: readonly PlannedVariable[];
  readonly environment?: {
    readonly name: string;
    readonly action?: string;
    readonly url?: string;
  };
  /** Seconds; absent: the project's default (3600). */
  readonly timeout?: number;
  /** Automatic retries, 0 to 2. */
  readonly retry: number;
  readonly tags: readonly string[];
  readonly image?: PlannedImage;
  readonly services: readonly PlannedImage[];
  readonly interruptible?: boolean;
  readonly at?: SourceRange;
}
