import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { ConfigNeeds, ConfigPolicy, ConfigRule, ResolvedJob } from '@gitlab-chatops/shared/ci';
import { judgeJob } from '@gitlab-chatops/shared/ci/policy';
import { pipelineContext } from '@gitlab-chatops/shared/ci/variables';
import { located, resolvedJob } from '../resolved-job.js';

interface PinnedPolicy {
  readonly refs?: string[];
  readonly variables?: string[];
  readonly changes?: string[];
  readonly kubernetes?: string;
}

interface PinnedRule {
  readonly if?: string;
  readonly when?: string;
  readonly changes?: { paths: string[] };
  readonly exists?: { paths: string[] };
  readonly allow_failure?: boolean;
  readonly variables?: Record<string, string>;
  readonly needs?: Pick<ConfigNeeds, 'job'>;
}

interface PinnedVector {
  readonly id: string;
  readonly title: string;
  readonly kind?: string;
  readonly job: { only?: PinnedPolicy; except?: PinnedPolicy; rules?: PinnedRule[]; when?: string };
  readonly pipeline: {
    source: string;
    ref: string;
    kind: 'branch' | 'tag' | 'merge_request';
    project_path: string;
    changed_paths: string[] | null;
    kubernetes_active?: boolean;
  };
  readonly variables: Record<string, string | null>;
  readonly repository_files?: string[];
  readonly expected: {
    included: boolean;
    when: string;
    allow_failure?: boolean;
    variables?: Record<string, string>;
    needs?: Pick<ConfigNeeds, 'job'>;
  };
}

const file = new URL('../../../conformance/vectors/pinned/policy.json', import.meta.url);
const { vectors }: { vectors: PinnedVector[] } = JSON.parse(readFileSync(file, 'utf8'));

const variables = (values: Record<string, string | null>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: value ?? '', raw: false }));

const policy = ({ refs, variables: expressions, changes, kubernetes }: PinnedPolicy): ConfigPolicy => ({
  ...(refs && { refs: located(refs) }),
  ...(expressions && { variables: located(expressions) }),
  ...(changes && { changes: located(changes) }),
  ...(kubernetes && { kubernetes }),
});

const rule = (one: PinnedRule): ConfigRule => ({
  ...(one.if && { if: { value: one.if } }),
  ...(one.when && { when: { value: one.when } }),
  ...(one.changes && { changes: { paths: located(one.changes.paths) } }),
  ...(one.exists && { exists: { paths: located(one.exists.paths) } }),
  ...(one.allow_failure !== undefined && { allowFailure: one.allow_failure }),
  ...(one.variables && { variables: variables(one.variables) }),
  ...(one.needs && { needs: { ...one.needs, crossDependency: [], bridge: [] } }),
});

function jobOf({ only, except, rules, when }: PinnedVector['job']): ResolvedJob {
  return resolvedJob({
    ...(when && { when }),
    ...(only && { only: policy(only) }),
    ...(except && { except: policy(except) }),
    ...(rules && { rules: rules.map(rule) }),
  });
}

describe('policy: pinned verdicts', () => {
  for (const vector of vectors) {
    if (vector.kind !== undefined) continue;
    it(`${vector.id}: ${vector.title}`, () => {
      const { pipeline, expected } = vector;
      const context = pipelineContext({
        source: pipeline.source,
        ref: { name: pipeline.ref, kind: pipeline.kind },
        project: { path: pipeline.project_path },
        kubernetesActive: pipeline.kubernetes_active ?? false,
        files: vector.repository_files ?? [],
        changedPaths:
          pipeline.changed_paths === null
            ? { kind: 'undetermined' }
            : { kind: 'known', paths: pipeline.changed_paths },
        pipelineVariables: Object.entries(vector.variables).map(([key, value]) => ({ key, value })),
      });
      const verdict = judgeJob(jobOf(vector.job), context, []);
      assert.equal(verdict.included, expected.included);
      assert.equal(verdict.when, expected.when);
      assert.deepEqual(verdict.unknown, []);
      if (expected.allow_failure !== undefined) assert.equal(verdict.allowFailure, expected.allow_failure);
      if (expected.variables) assert.deepEqual(verdict.variables, variables(expected.variables));
      if (expected.needs) assert.deepEqual(verdict.needs?.job, expected.needs.job);
    });
  }
});
