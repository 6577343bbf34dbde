import { goQuote } from '../../../go/index.js';
import { ANSI_BOLD_CYAN, ANSI_RESET } from '../ansi.js';
import type { Build } from '../build/index.js';
import type { Executor } from '../executor/index.js';
import { inSection, type JobLogger } from '../trace/index.js';
import { type Clock, pause } from './clock.js';
import { buildErrorOf, messageOf } from './errors.js';
import type { Scope } from './scope.js';
import { PhaseTimeout } from './script.js';
import { stateOf } from './verdict.js';

const TRIES = 3; // common/consts.go PreparationRetries
const RETRY_MS = 3000; // PreparationRetryInterval

export interface Preparation {
  readonly build: Build;
  readonly logger: JobLogger;
  readonly clock: Clock;
  readonly scope: Scope;
  readonly create: () => Executor;
}

/** A prepared executor, in the section prepare_executor. Source: common/build.go executeBuildSection. */
export async function prepareExecutor(given: Preparation): Promise<Executor> {
  const { build, logger, clock, scope } = given;
  const marked = build.job.features?.trace_sections === true;
  try {
    return await inSection(logger, { name: 'prepare_executor', marked, now: () => clock.now() }, async () => {
      const heading = `Preparing the ${goQuote(build.settings.executor)} executor`;
      logger.plain(`${ANSI_BOLD_CYAN}${heading}${ANSI_RESET}`);
      return await tryPrepare(given);
    });
  } catch (error) {
    throw scope.cause instanceof PhaseTimeout ? scope.cause.asFailure() : error;
  }
}

/** Failures of the job itself end it at once, all others are retried. Source: retryCreateExecutor. */
async function tryPrepare({ build, logger, clock, scope, create }: Preparation): Promise<Executor> {
  let last: unknown;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const executor = create();
    try {
      await executor.prepare(scope);
      return executor;
    } catch (error) {
      last = error;
    }
    await executor.cleanup();
    if (buildErrorOf(last) !== undefined) throw last;
    if (scope.error !== undefined) throw stateOf(build, scope.cause).error;
    logger.error(`Preparation failed: ${messageOf(last)}`);
    logger.info('Will be retried in 3s ...');
    if (!(await pause(clock, RETRY_MS, scope))) throw stateOf(build, scope.cause).error;
  }
  throw last;
}
