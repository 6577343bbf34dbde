import type { ConfigProblem, ConfigVariable, JobNeed, ResolvedJob } from '../model.js';
import type { YamlNode } from '../node.js';
import { textOf } from '../value/ruby-text.js';
import { asList, get, isNumeric } from '../value/tree.js';
import type { JobDraft } from './job-values.js';

/** One job of a `parallel` family. */
interface Instance {
  readonly name: string;
  readonly index: number;
  readonly total: number;
  readonly matrix?: ReadonlyMap<string, string>;
}

export interface ExpandedJobs {
  readonly jobs: ReadonlyMap<string, ResolvedJob>;
  readonly problems: readonly ConfigProblem[];
}

/**
 * Replaces every job that has `parallel` by its instances, and their names in `needs` and `dependencies` by the
 * instances' names (lib/gitlab/ci/config/normalizer.rb). Without such a job nothing changes.
 */
export const expandParallel = (drafts: readonly JobDraft[]): ExpandedJobs => {
  const families = new Map<string, readonly Instance[]>();
  for (const { job, parallel } of drafts) {
    if (parallel !== undefined) families.set(job.name, instancesOf(job.name, parallel));
  }
  if (families.size === 0) return { jobs: new Map(drafts.map(({ job }) => [job.name, job])), problems: [] };

  const problems = new Map<string, ConfigProblem>();
  const jobs = new Map<string, ResolvedJob>();
  for (const { job } of drafts) {
    const family = families.get(job.name);
    const copies = family === undefined ? [job] : family.map((instance) => copyFor(job, instance));
    for (const copy of copies) {
      const report = (message: string): void => {
        const at = copy.keys.get('needs');
        problems.set(message, { code: 'CI_NEEDS', message, ...(at === undefined ? {} : { at }) });
      };
      jobs.set(copy.name, expandNames(copy, families, report));
    }
  }
  return { jobs, problems: [...problems.values()] };
};

const instancesOf = (name: string, parallel: YamlNode): Instance[] => {
  if (isNumeric(parallel)) {
    const total = Number(textOf(parallel));
    return Array.from({ length: total }, (_, place) => ({
      name: `${name} ${place + 1}/${total}`,
      index: place + 1,
      total,
    }));
  }
  const rows = asList(get(parallel, 'matrix')).flatMap(matrixRows);
  return rows.map((matrix, place) => ({
    name: `${name}: [${[...matrix.values()].join(', ')}]`,
    index: place + 1,
    total: rows.length,
    matrix,
  }));
};

/** The product of the lists, the first key outermost. */
const matrixRows = (row: YamlNode): ReadonlyMap<string, string>[] => {
  if (row.kind !== 'mapping') return [];
  let rows: ReadonlyMap<string, string>[] = [new Map()];
  for (const { key, value } of row.entries.values()) {
    const values = value.kind === 'sequence' ? value.items : [value];
    rows = rows.flatMap((partial) => values.map((item) => new Map(partial).set(textOf(key), textOf(item))));
  }
  return rows;
};

const copyFor = (job: ResolvedJob, { name, index, total, matrix }: Instance): ResolvedJob => ({
  ...job,
  name,
  variables: matrix === undefined ? job.variables : overlay(job.variables, matrix),
  instance: {
    index,
    total,
    ...(matrix === undefined ? {} : { matrix: Object.fromEntries(matrix) }),
  },
});

const overlay = (
  variables: readonly ConfigVariable[],
  matrix: ReadonlyMap<string, string>,
): ConfigVariable[] => {
  const merged = new Map(variables.map((variable) => [variable.key, variable]));
  for (const [key, value] of matrix) merged.set(key, { key, value, raw: false });
  return [...merged.values()];
};

const expandNames = (
  job: ResolvedJob,
  families: ReadonlyMap<string, readonly Instance[]>,
  report: (message: string) => void,
): ResolvedJob => {
  if (job.needs === undefined && job.dependencies === undefined) return job;
  const needs = job.needs === undefined ? undefined : { ...job.needs, job: interpolatedNeeds(job, report) };
  return {
    ...job,
    ...(job.dependencies === undefined
      ? {}
      : {
          dependencies: job.dependencies.flatMap(
            (name) => families.get(name)?.map((instance) => instance.name) ?? [name],
          ),
        }),
    ...(needs === undefined
      ? {}
      : { needs: { ...needs, job: needs.job.flatMap((need) => expandNeed(need, families)) } }),
  };
};

const expandNeed = (need: JobNeed, families: ReadonlyMap<string, readonly Instance[]>): JobNeed[] => {
  const family = families.get(need.name);
  if (family === undefined) return [need];
  const { parallel, ...rest } = need;
  const chosen = parallel === undefined ? family : instancesOf(need.name, parallel);
  return chosen.map(({ name }) => ({ ...rest, name }));
};

const MATRIX_BLOCK = /\$\[\[[ \t\r\n\f]*matrix\.([a-zA-Z0-9_-]+)[ \t\r\n\f]*\]\]/g;

/** `$[[ matrix.NAME ]]` in needs stands for the job's own variable (interpolation/matrix_interpolator.rb). */
const interpolatedNeeds = (job: ResolvedJob, report: (message: string) => void): readonly JobNeed[] => {
  const needs = job.needs?.job ?? [];
  const values = new Map(job.variables.map(({ key, value }) => [key, value]));
  let failed = false;
  const fill = (text: string): string =>
    text.replaceAll(MATRIX_BLOCK, (block, name: string) => {
      const value = values.get(name);
      if (value !== undefined) return value;
      failed = true;
      report(`${job.configName} job: '${name}' does not exist in matrix configuration`);
      return block;
    });
  const filled = needs.map((need) => ({
    ...need,
    name: fill(need.name),
    ...(need.parallel === undefined ? {} : { parallel: fillNode(need.parallel, fill) }),
  }));
  return failed ? needs : filled;
};

const fillNode = (node: YamlNode, fill: (text: string) => string): YamlNode => {
  switch (node.kind) {
    case 'sequence':
      return { ...node, items: node.items.map((item) => fillNode(item, fill)) };
    case 'mapping':
      return {
        ...node,
        entries: new Map(
          [...node.entries].map(([id, { key, value }]) => [id, { key, value: fillNode(value, fill) }]),
        ),
      };
    case 'scalar':
      return node.type === 'string' ? { ...node, value: fill(node.value) } : node;
    case 'reference':
      return node;
  }
};
