import type { Mark } from './cursor.js';

/**
 * A YAML syntax error in libyaml's words. Psych composes the sentence from the problem, the context and the
 * context's mark (ext/psych/psych_parser.c, make_exception), which is the start of the text when there is no
 * context; `at` is the true place of the problem.
 */
export class YamlSyntaxError extends Error {
  readonly at: Mark;

  constructor(problem: string, at: Mark, context?: string, contextMark?: Mark) {
    const place = `at line ${(contextMark?.line ?? 0) + 1} column ${(contextMark?.column ?? 0) + 1}`;
    super(`(<unknown>): ${problem}${context === undefined ? '' : ` ${context}`} ${place}`);
    this.name = 'YamlSyntaxError';
    this.at = at;
  }
}
