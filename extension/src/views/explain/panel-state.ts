import type { Problem } from '@gitlab-chatops/shared/errors';

/** What the explanation is about, as the form holds it. */
export interface ExplainForm {
  readonly job: string;
  /** What is typed behind the job's name; empty: nothing. */
  readonly input: string;
  readonly channel: string;
  readonly user: string;
  /** GitLab's word for where the pipeline comes from. */
  readonly source: string;
  /** `NAME=value`, separated by white space. */
  readonly variables: string;
}

/** Everything that the panel shows, as plain data: text of the repository stays text. */
export interface ExplainState {
  readonly words: ExplainWords;
  readonly form: ExplainForm;
  readonly jobs: readonly string[];
  readonly sources: readonly string[];
  /** The configuration, where there are several. */
  readonly config: string;
  readonly answer: ExplainAnswer;
  readonly steps: readonly StepView[];
  /** Of a job that runs: what is worth knowing, as label and value. */
  readonly facts: readonly (readonly [label: string, value: string])[];
}

export interface ExplainAnswer {
  readonly kind: 'runs' | 'refused' | 'unknown';
  readonly title: string;
  /** What GitLab says in the channel. */
  readonly sentence?: string;
  readonly cause?: Problem;
  readonly place?: PlaceView;
  readonly excerpt?: Excerpt;
}

/** A place that a click opens: the number is what the panel asks for. */
export interface PlaceView {
  readonly text: string;
  readonly number: number;
}

/** A line of a file with the part that is meant. */
export interface Excerpt {
  readonly line: number;
  readonly before: string;
  readonly marked: string;
  readonly after: string;
}

export interface StepView {
  readonly verdict: 'passed' | 'stopped' | 'skipped';
  readonly title: string;
  readonly reason: string;
  readonly place?: PlaceView;
  readonly rules: readonly RuleView[];
}

export interface RuleView {
  readonly verdict: 'matched' | 'open' | 'failed';
  readonly text: string;
  readonly result?: string;
  readonly place?: PlaceView;
  readonly clauses: readonly string[];
}

/** The panel's own words, translated by the editor. */
export interface ExplainWords {
  readonly job: string;
  readonly input: string;
  readonly inputHint: string;
  readonly more: string;
  readonly channel: string;
  readonly user: string;
  readonly source: string;
  readonly variables: string;
  readonly says: string;
  readonly because: string;
  readonly wayOut: string;
  readonly steps: string;
  readonly line: string;
  readonly run: string;
  readonly canRun: boolean;
}

/** What the panel asks for. */
export type ExplainRequest =
  | { readonly ask: 'ready' | 'run' }
  | { readonly ask: 'explain'; readonly form: ExplainForm }
  | { readonly ask: 'place'; readonly number: number };
