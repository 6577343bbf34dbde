import type { JobResponse, JobVariable } from './response.js';
import { fromWire, Variables, variable } from './variable-list.js';

const PREFIX = 'CUSTOM_ENV_';

/** The environment of a driver call. */
export type CallEnvironment = Readonly<Record<string, string | undefined>>;

/** The job's variables as the Runner expands them. */
export interface ExpandedVariables {
  /** What GitLab sent, in its order, duplicates kept. */
  readonly payload: readonly JobVariable[];
  /** What the Runner resolved from `secrets:`; it is named by the user and comes after the payload. */
  readonly secrets: readonly JobVariable[];
}

/**
 * Expands as the Runner does: one pass over every value that is not raw, against the unexpanded list. References to
 * what the Runner itself defines, or resolved from `secrets:`, are answered from CUSTOM_ENV_.
 * Source: common/build.go GetAllVariables (19.4), common/spec/variables.go Expand.
 */
export function expandedVariables(response: JobResponse, environment: CallEnvironment): ExpandedVariables {
  const received = (name: string) => {
    const value = environment[PREFIX + name];
    return value === undefined ? [] : [variable({ key: name, value, raw: true })];
  };
  const runnerOwn = Object.keys(environment)
    .filter((name) => name.startsWith(PREFIX))
    .flatMap((name) => received(name.slice(PREFIX.length)));
  const payload = (response.variables ?? []).map(fromWire);
  const secrets = Object.keys(response.secrets ?? {}).flatMap(received);
  const all = new Variables([...runnerOwn, ...payload, ...secrets, ...received('RUNNER_TEMP_PROJECT_DIR')]);
  return {
    payload: all.expand().items.slice(runnerOwn.length, runnerOwn.length + payload.length),
    secrets,
  };
}

/** First occurrence: the server's own value of a predefined name; what users set again comes after it. */
export function firstValue(variables: readonly JobVariable[], name: string): string | undefined {
  return variables.find(({ key }) => key === name)?.value;
}

/** Last occurrence: the value the job sees, as in the Runner. */
export function lastValue(variables: readonly JobVariable[], name: string): string | undefined {
  return variables.findLast(({ key }) => key === name)?.value;
}
