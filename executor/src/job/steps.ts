import type { JobStep } from './response.js';

const AFTER_SCRIPT = 'after_script';

/** The user code of a job, in the order in which the Runner calls run_exec for it. */
export interface UserSteps {
  /** Steps but after_script; the first that fails ends the list. */
  readonly main: readonly string[];
  /** Runs after them, whatever became of them, unless the job is aborted. */
  readonly afterScript: boolean;
}

/** Source: common/build.go executeUserScripts, shells/abstract.go writeAfterScript (19.4). */
export function userSteps(steps: readonly JobStep[]): UserSteps {
  const after = steps.find(({ name }) => name === AFTER_SCRIPT);
  return {
    main: steps.filter(({ name }) => name !== AFTER_SCRIPT).map(({ name }) => name),
    afterScript: (after?.script?.length ?? 0) > 0,
  };
}

/** The step a run_exec stage runs; absent for a stage that the Runner generated for itself. */
export function stepOfStage(stage: string): string | undefined {
  if (stage === AFTER_SCRIPT) return AFTER_SCRIPT;
  // The Runner still says build_script where it means step_script (executors/custom/custom.go Run).
  if (stage === 'build_script') return 'script';
  return stage.startsWith('step_') ? stage.slice('step_'.length) : undefined;
}

/**
 * Whether no user code follows. `mainStepsRun` counts the calls for main steps so far, this one included.
 * After a failed main step only after_script can follow.
 */
export function isLastUserStep(
  steps: UserSteps,
  stage: string,
  { mainStepsRun, failed }: { mainStepsRun: number; failed: boolean },
): boolean {
  if (stage === AFTER_SCRIPT) return true;
  return !steps.afterScript && (failed || mainStepsRun >= steps.main.length);
}
