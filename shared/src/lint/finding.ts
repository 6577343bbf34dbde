import type { SourceRange } from '../ci/index.js';

/** `error`: breaks or endangers for sure; `warning`: very likely wrong; `info`: worth knowing. */
export type Severity = 'error' | 'warning' | 'info';

export const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

/** How sure the rule is that the finding is real in this file. */
export type Confidence = 'high' | 'medium' | 'low';

/** One replacement in one file; offsets are UTF-16, end exclusive. */
export interface TextEdit {
  readonly file: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/**
 * A mend as data. Safe: valid YAML afterwards, the finding gone, and the same plan for every other pipeline source
 * (`--fix` applies these). Unsafe: changes what runs, so a person has to choose it.
 */
export interface Fix {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
}

export interface RelatedPlace {
  readonly at: SourceRange;
  readonly message: string;
}

/** What a rule reports; the engine adds the rule's id, severity and confidence. */
export interface Report {
  readonly message: string;
  readonly at: SourceRange;
  /** The job it is about, by its full name. */
  readonly job?: string;
  readonly related?: readonly RelatedPlace[];
  readonly fixes?: readonly Fix[];
  /** Where one rule knows better than its default. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
}

export interface Finding extends Report {
  readonly rule: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly fixes: readonly Fix[];
}
