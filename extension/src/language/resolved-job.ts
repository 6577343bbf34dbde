import type { ConfigVariable, ResolvedJob } from '@gitlab-chatops/shared/ci';
import { stringify } from 'yaml';

/** A hover shows no more lines than this. */
const MOST_LINES = 36;

/** The job as GitLab runs it, as YAML: `extends`, `default`, `!reference` and includes applied. */
export function resolvedYaml(job: ResolvedJob): string {
  const lines = stringify(shown(job), { lineWidth: 0 }).trimEnd().split('\n');
  if (lines.length <= MOST_LINES) return lines.join('\n');
  return [...lines.slice(0, MOST_LINES - 1), `# … ${lines.length - MOST_LINES + 1} more lines`].join('\n');
}

/** Said elsewhere in the job, or GitLab's own bookkeeping. */
const LEFT_OUT = new Set(['scheduling_type', 'needs', 'retry', 'image', 'dependencies']);

function shown(job: ResolvedJob): Readonly<Record<string, unknown>> {
  const others = Object.entries(job.options).filter(([key]) => !LEFT_OUT.has(key));
  const parts: Readonly<Record<string, unknown>> = {
    stage: job.stage,
    when: job.whenGiven ? job.when : undefined,
    image: job.image?.name,
    tags: job.tags,
    needs: job.needs?.job.map(({ name, optional }) => (optional ? { job: name, optional } : name)),
    dependencies: job.dependencies,
    variables: Object.fromEntries(job.variables.map(({ key, value }: ConfigVariable) => [key, value])),
    environment: job.environment?.name,
    timeout: job.timeout === undefined ? undefined : `${job.timeout} seconds`,
    retry: job.retry?.max,
    resource_group: job.resourceGroup,
    ...Object.fromEntries(others),
    before_script: job.beforeScript.map(({ value }) => value),
    script: job.script.map(({ value }) => value),
    after_script: job.afterScript.map(({ value }) => value),
  };
  return { [job.name]: Object.fromEntries(Object.entries(parts).filter(([, value]) => !isEmpty(value))) };
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'object' && Object.keys(value).length === 0;
}
