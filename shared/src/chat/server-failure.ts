import { ServerFailure } from '../ci/rules/index.js';

/** The answer, or undefined where GitLab's server would fail on the way to it. */
export function orServerFailure<T>(judge: () => T): T | undefined {
  try {
    return judge();
  } catch (error) {
    if (error instanceof ServerFailure) return undefined;
    throw error;
  }
}
