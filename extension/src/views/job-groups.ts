import type { JobExposure } from '@gitlab-chatops/shared/chat';

/** The groups of the Chat Jobs view, in their order. */
export const GROUPS = ['yes', 'depends', 'no', 'unknown'] as const;

export type Group = JobExposure['chat'];

/** Jobs by group; copies that `parallel` makes are one, empty groups are left out. */
export function groupJobs(exposures: readonly JobExposure[]): ReadonlyMap<Group, readonly JobExposure[]> {
  const seen = new Set<string>();
  const jobs = exposures.filter(({ job: { configName } }) => !seen.has(configName) && seen.add(configName));
  const groups = GROUPS.map((group) => [group, jobs.filter(({ chat }) => chat === group)] as const);
  return new Map(groups.filter(([, members]) => members.length > 0));
}
