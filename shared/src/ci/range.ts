/** A place in a file of the repository (or of an include), for messages and editors. */
export interface SourceRange {
  /** Path inside the repository, e.g. `.gitlab-ci.yml`; for other sources the include's own words. */
  readonly file: string;
  /** UTF-16 offsets into the file's text, end exclusive. */
  readonly start: number;
  readonly end: number;
  /** One-based. */
  readonly line: number;
  readonly column: number;
}
