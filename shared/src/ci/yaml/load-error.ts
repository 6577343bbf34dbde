/** What GitLab refuses while it makes values of a syntax tree; messages are Psych's and GitLab's own. */
export class LoadError extends Error {
  /** UTF-16 offsets of the value in the text, where one is to blame. */
  readonly span: { readonly start: number; readonly end: number } | undefined;

  constructor(message: string, span?: { readonly start: number; readonly end: number }) {
    super(message);
    this.name = 'LoadError';
    this.span = span;
  }
}

/** A Ruby class that GitLab does not permit (Date, Time, …). */
export class DisallowedClassError extends Error {
  constructor(className: string) {
    super(`Tried to load unspecified class: ${className}`);
    this.name = 'DisallowedClassError';
  }
}
