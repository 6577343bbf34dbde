import type { ConfigRule, ResolvedJob } from '@gitlab-chatops/shared/ci';

/** A job as the resolver gives it, for tests of what comes after. */
export function resolvedJob(over: Partial<ResolvedJob> = {}): ResolvedJob {
  return {
    name: 'job',
    configName: 'job',
    kind: 'job',
    stage: 'test',
    at: { file: '.gitlab-ci.yml', start: 0, end: 3, line: 1, column: 1 },
    keys: new Map(),
    keyNames: new Map(),
    beforeScript: [],
    script: [{ value: 'x' }],
    afterScript: [],
    when: 'on_success',
    whenGiven: false,
    allowFailure: false,
    variables: [],
    rootVariables: true,
    tags: [],
    services: [],
    options: {},
    ...over,
  };
}

export const located = (values: readonly string[]): { value: string }[] => values.map((value) => ({ value }));

/** A rule from `if` alone. */
export const ruleIf = (expression: string, over: Partial<ConfigRule> = {}): ConfigRule => ({
  if: { value: expression },
  ...over,
});
