import type { ConcurrencyIds } from '../build/index.js';

/** Gives each running job the lowest numbers that no other one has. Source: commands/builds_helper.go addBuild. */
export class RunningJobs {
  readonly #taken = new Map<ConcurrencyIds, number>();

  get size(): number {
    return this.#taken.size;
  }

  take(projectId: number): ConcurrencyIds {
    const all = [...this.#taken];
    const ids = {
      runner: lowestFree(all.map(([one]) => one.runner)),
      project: lowestFree(all.filter(([, project]) => project === projectId).map(([one]) => one.project)),
    };
    this.#taken.set(ids, projectId);
    return ids;
  }

  release(ids: ConcurrencyIds): void {
    this.#taken.delete(ids);
  }
}

function lowestFree(taken: readonly number[]): number {
  let number = 0;
  while (taken.includes(number)) number += 1;
  return number;
}
