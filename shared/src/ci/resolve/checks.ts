import type { ConfigProblem, JobNeed, ResolvedJob } from '../model.js';
import type { SourceRange } from '../range.js';
import { findCycle } from './dag.js';

/** Ci::BuildNeed::MAX_JOB_NAME_LENGTH */
const MAX_NEED_NAME = 255;

/** The logical checks over all jobs; GitLab stops at the first problem (lib/gitlab/ci/yaml_processor.rb). */
export const checkJobs = (
  jobs: ReadonlyMap<string, ResolvedJob>,
  stages: readonly string[],
): ConfigProblem | undefined => {
  const checker = new Checker(jobs, stages);
  for (const job of jobs.values()) {
    const problem = checker.check(job);
    if (problem !== undefined) return problem;
  }
  const graph = new Map(
    [...jobs.values()].map((job) => [job.name, (job.needs?.job ?? []).map(({ name }) => name)]),
  );
  const cycle = findCycle(graph);
  if (cycle === undefined) return undefined;
  const at = [...jobs.values()].find((job) => cycle.includes(job.name))?.keys.get('needs');
  return problemAt('CI_NEEDS', `The pipeline has circular dependencies: ${cycle}`, at);
};

const problemAt = (code: string, message: string, at: SourceRange | undefined): ConfigProblem => ({
  code,
  message,
  ...(at === undefined ? {} : { at }),
});

class Checker {
  private readonly jobs: ReadonlyMap<string, ResolvedJob>;
  private readonly stages: readonly string[];

  constructor(jobs: ReadonlyMap<string, ResolvedJob>, stages: readonly string[]) {
    this.jobs = jobs;
    this.stages = stages;
  }

  check(job: ResolvedJob): ConfigProblem | undefined {
    return (
      this.checkStage(job) ??
      this.checkDependencies(job) ??
      this.checkNeeds(job, job.needs?.job ?? []) ??
      this.checkRuleNeeds(job) ??
      this.checkTriggerJobs(job) ??
      this.checkOnStop(job) ??
      checkPublish(job)
    );
  }

  private checkStage(job: ResolvedJob): ConfigProblem | undefined {
    if (this.stages.includes(job.stage)) return undefined;
    const message = `${job.name} job: chosen stage ${job.stage} does not exist; available stages are ${this.stages.join(', ')}`;
    return problemAt('CI_STAGE', message, job.keys.get('stage') ?? job.at);
  }

  private checkDependencies(job: ResolvedJob): ConfigProblem | undefined {
    for (const name of job.dependencies ?? []) {
      const problem = this.checkDependency(job, name, 'dependency', job.keys.get('dependencies'));
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  private checkRuleNeeds(job: ResolvedJob): ConfigProblem | undefined {
    for (const rule of job.rules ?? []) {
      const problem = rule.needs === undefined ? undefined : this.checkNeeds(job, rule.needs.job);
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  private checkNeeds(job: ResolvedJob, needs: readonly JobNeed[]): ConfigProblem | undefined {
    for (const need of needs) {
      if (need.optional && !this.jobs.has(need.name)) continue;
      const problem = this.checkDependency(job, need.name, 'need', need.at);
      if (problem !== undefined) return problem;
    }
    const names = needs.map(({ name }) => name);
    const repeated = [...new Set(names.filter((name, place) => names.indexOf(name) !== place))];
    if (repeated.length === 0) return undefined;
    const ordered = [...new Set(names)].filter((name) => repeated.includes(name));
    const at = needs.find(({ name }, place) => names.indexOf(name) !== place)?.at;
    return problemAt(
      'CI_NEEDS',
      `${job.name} has the following needs duplicated: ${ordered.join(', ')}.`,
      at,
    );
  }

  private checkDependency(
    job: ResolvedJob,
    name: string,
    kind: 'need' | 'dependency',
    at: SourceRange | undefined,
  ): ConfigProblem | undefined {
    const target = this.jobs.get(name);
    if (target === undefined) return problemAt('CI_NEEDS', `${job.name} job: undefined ${kind}: ${name}`, at);
    if (kind === 'need' && [...name].length > MAX_NEED_NAME) {
      const message = `${job.name} job: need \`${name}\` name is too long (maximum is ${MAX_NEED_NAME} characters)`;
      return problemAt('CI_NEEDS', message, at);
    }
    const place = this.stages.indexOf(target.stage);
    if (place >= 0 && place <= this.stages.indexOf(job.stage)) return undefined;
    return problemAt(
      'CI_NEEDS',
      `${job.name} job: ${kind} ${name} is not defined in current or prior stages`,
      at,
    );
  }

  private checkTriggerJobs(job: ResolvedJob): ConfigProblem | undefined {
    const { trigger } = job.options;
    const includes =
      typeof trigger === 'object' && trigger !== null && 'include' in trigger ? trigger.include : undefined;
    for (const include of Array.isArray(includes) ? includes : [includes]) {
      if (typeof include !== 'object' || include === null || !('job' in include)) continue;
      if (typeof include.job !== 'string') continue;
      const problem = this.checkDependency(job, include.job, 'dependency', job.keys.get('trigger'));
      if (problem !== undefined) return problem;
    }
    return undefined;
  }

  private checkOnStop(job: ResolvedJob): ConfigProblem | undefined {
    const name = job.environment?.onStop;
    if (name === undefined) return undefined;
    const stop = this.jobs.get(name);
    const reason = onStopProblem(stop, job.environment?.name);
    if (reason === undefined) return undefined;
    return problemAt(
      'CI_ENVIRONMENT',
      `${job.name} job: on_stop job ${name} ${reason}`,
      job.keys.get('environment'),
    );
  }
}

const onStopProblem = (
  stop: ResolvedJob | undefined,
  environment: string | undefined,
): string | undefined => {
  if (stop === undefined) return 'is not defined';
  if (stop.environment === undefined) return 'does not have environment defined';
  if (stop.environment.name !== environment) return 'have different environment name';
  return stop.environment.action === 'stop' ? undefined : 'needs to have action stop defined';
};

const checkPublish = (job: ResolvedJob): ConfigProblem | undefined => {
  const { pages, publish } = job.options;
  if (publish === undefined || typeof pages !== 'object' || pages === null || !('publish' in pages))
    return undefined;
  const message = `${job.name} job: use either ${job.name}:publish or ${job.name}:pages:publish`;
  return problemAt('CI_PAGES', message, job.keys.get('publish'));
};
