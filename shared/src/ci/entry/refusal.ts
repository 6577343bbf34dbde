import type { ConfigProblem } from '../model.js';

/** Thrown inside this folder's callers where GitLab stops at the first error; becomes the only entry of `errors`. */
export class ConfigRefusal extends Error {
  readonly problem: ConfigProblem;

  constructor(problem: ConfigProblem) {
    super(problem.message);
    this.name = 'ConfigRefusal';
    this.problem = problem;
  }
}
