/**
 * A failure as a value: a stable code, one sentence for people, and the way out.
 * Codes begin with the room that owns them: `CHAT_`, `CI_`, `DRIVER_`, `SLACK_`, `CONFIG_`.
 */
export interface Problem {
  /** Stable word, e.g. `CI_YAML_SYNTAX`; documented in docs/errors.md. */
  readonly code: string;
  /** One sentence that names the thing and the place. */
  readonly message: string;
  /** One sentence that says what to do about it. */
  readonly wayOut?: string;
}

/** Thrown only where a caller cannot go on; carries the same three parts as a Problem. */
export class CodedError extends Error implements Problem {
  readonly code: string;
  readonly wayOut?: string;

  constructor(problem: Problem, cause?: unknown) {
    super(problem.message, cause === undefined ? undefined : { cause });
    this.name = 'CodedError';
    this.code = problem.code;
    if (problem.wayOut !== undefined) this.wayOut = problem.wayOut;
  }
}
