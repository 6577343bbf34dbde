import type { PipelineContext, SettingVariable } from './context.js';
import type { Variable, VariableOrigin } from './variable.js';

/**
 * Variables that people define in GitLab, in rising precedence: instance, groups, project, pipeline, schedule.
 * Protected ones only on protected refs; scoped ones only in a job with that environment.
 * GitLab: `user_defined_variables` in lib/gitlab/ci/variables/builder.rb.
 */
export function settingVariables(context: PipelineContext, environment: string | null): Variable[] {
  const visible = (list: readonly SettingVariable[], origin: VariableOrigin) =>
    forEnvironment(
      list.filter((variable) => context.protectedRef || variable.protected !== true),
      environment,
    ).map((variable) => toVariable(variable, origin));
  return [
    ...visible(context.instanceVariables, 'instance'),
    ...visible(context.groupVariables, 'group'),
    ...visible(context.projectVariables, 'project'),
    ...context.pipelineVariables.map((variable) => toVariable(variable, 'pipeline')),
    ...context.scheduleVariables.map((variable) => toVariable(variable, 'schedule')),
  ];
}

function toVariable({ key, value, raw, file, masked }: SettingVariable, origin: VariableOrigin): Variable {
  return { key, value, raw: raw ?? false, file: file ?? false, masked: masked ?? false, origin };
}

/** The widest scope first: `*`, patterns, the environment's own name. GitLab: app/models/concerns/has_environment_scope.rb. */
function forEnvironment(
  list: readonly SettingVariable[],
  environment: string | null,
): readonly SettingVariable[] {
  const scopeOf = ({ environmentScope }: SettingVariable) => environmentScope ?? '*';
  if (environment === null) return list.filter((variable) => scopeOf(variable) === '*');
  const rank = (variable: SettingVariable) => {
    const scope = scopeOf(variable);
    if (scope === '*') return 0;
    return scope === environment ? 2 : 1;
  };
  return list
    .filter((variable) => scopeMatches(scopeOf(variable), environment))
    .sort((left, right) => rank(left) - rank(right));
}

/** A scope's only wildcard is `*`, which stands for any text. */
function scopeMatches(scope: string, environment: string): boolean {
  const parts = scope.split('*');
  const [first = '', ...rest] = parts;
  if (rest.length === 0) return scope === environment;
  const last = rest.pop() ?? '';
  if (!environment.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = environment.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return environment.length - last.length >= at && environment.endsWith(last);
}
