import type { ConfigVariable, ResolvedJob } from '../model.js';

/**
 * Puts `over` on top of `base`; of equal keys the upper one stays, without its lower twin.
 * GitLab: `merge_variables` in lib/gitlab/ci/variables/helpers.rb.
 */
export function mergeVariables(
  base: readonly ConfigVariable[],
  over: readonly ConfigVariable[] | undefined,
): readonly ConfigVariable[] {
  if (over === undefined || over.length === 0) return base;
  const seen = new Set<string>();
  return [...over, ...base].filter(({ key }) => !seen.has(key) && seen.add(key));
}

type Heir = Pick<ResolvedJob, 'variables' | 'rootVariables'>;

const MERGED = new WeakMap<readonly ConfigVariable[], WeakMap<Heir, readonly ConfigVariable[]>>();

/**
 * A job's YAML variables: those of the root (with workflow's) that it inherits, under its own. Pipelines of different
 * sources ask for the same.
 * GitLab: `inherit_yaml_variables`, same file.
 */
export function jobYamlVariables(root: readonly ConfigVariable[], job: Heir): readonly ConfigVariable[] {
  const ofRoot = MERGED.get(root) ?? new WeakMap<Heir, readonly ConfigVariable[]>();
  MERGED.set(root, ofRoot);
  const known = ofRoot.get(job);
  if (known !== undefined) return known;
  const merged = mergeVariables(inherited(root, job.rootVariables), job.variables);
  ofRoot.set(job, merged);
  return merged;
}

function inherited(
  root: readonly ConfigVariable[],
  inheritance: boolean | readonly string[],
): readonly ConfigVariable[] {
  if (typeof inheritance === 'boolean') return inheritance ? root : NONE;
  return root.filter(({ key }) => inheritance.includes(key));
}

const NONE: readonly ConfigVariable[] = [];
