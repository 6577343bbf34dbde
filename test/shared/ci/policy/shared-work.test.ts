import assert from 'node:assert/strict';
import type { ResolvedJob } from '@gitlab-chatops/shared/ci';
import { type JobVerdict, judgeJob, mayBeIncluded } from '@gitlab-chatops/shared/ci/policy';
import { ServerFailure } from '@gitlab-chatops/shared/ci/rules';
import {
  type PipelineContext,
  pipelineContext,
  sortAndExpandAll,
  type VariableCollection,
} from '@gitlab-chatops/shared/ci/variables';
import fc from 'fast-check';
import { located, resolvedJob } from '../resolved-job.js';

const key = fc.constantFrom('A', 'B', 'C', 'CI_JOB_NAME', 'CI_COMMIT_BRANCH', 'CHAT_INPUT');
const text = fc.constantFrom('', 'x', '$A', '%B%', '%C%', '$$A', 'prod', '$CI_JOB_NAME/$A', 'main');
const yaml = fc.array(fc.record({ key, value: text, raw: fc.boolean() }, { noNullPrototype: true }), {
  maxLength: 4,
});
const setting = fc.record(
  { key, value: text, masked: fc.boolean(), environmentScope: fc.constantFrom('*', 'prod', 'x*') },
  { requiredKeys: ['key', 'value'], noNullPrototype: true },
);
const expression = fc.constantFrom(
  '$A == "x"',
  '$A =~ $B || $CI_JOB_NAME == "job"',
  '$CI_PIPELINE_SOURCE == "push" && $C',
  '$CI_PIPELINE_TRIGGERED',
  '$X && $X =~ true',
  '$X || "a" =~ true',
  '$CI_ENVIRONMENT_NAME == "prod"',
  '"open',
);
const rule = fc.record(
  {
    if: expression.map((value) => ({ value })),
    when: fc.constantFrom('never', 'manual').map((value) => ({ value })),
    exists: fc.constantFrom({ paths: located(['$A']) }, { paths: located(['src/*']) }),
    changes: fc.constantFrom({ paths: located(['$A/*']) }, { paths: located(['x']), compareTo: '$B' }),
    variables: yaml,
  },
  { requiredKeys: [], noNullPrototype: true },
);
const policy = fc.record(
  {
    refs: fc.constantFrom(located(['main']), located(['triggers'])),
    variables: fc.array(expression, { minLength: 1, maxLength: 2 }).map(located),
    changes: fc.constantFrom(located(['src/*']), located(['nope'])),
  },
  { requiredKeys: [], noNullPrototype: true },
);
const settled = {
  name: fc.constantFrom('job', 'other job'),
  variables: yaml,
  rootVariables: fc.constantFrom(true, false, ['A']),
  environment: text.map((name) => ({ name, action: 'start' })),
};
const job = fc
  .oneof(
    fc.record(
      { ...settled, rules: fc.array(rule, { minLength: 1, maxLength: 3 }) },
      { requiredKeys: ['rules'], noNullPrototype: true },
    ),
    fc.record({ ...settled, only: policy, except: policy }, { requiredKeys: [], noNullPrototype: true }),
  )
  .map((over) => resolvedJob(over));

/** Jobs judged in pipelines of several sources, one after the other. */
const scene = fc.record({
  jobs: fc.array(job, { minLength: 1, maxLength: 5 }),
  root: yaml,
  settings: fc.array(setting, { maxLength: 3 }),
  sources: fc.array(fc.constantFrom('push', 'trigger', 'chat'), { minLength: 1, maxLength: 3 }),
  changes: fc.constantFrom({ kind: 'unknown' } as const, { kind: 'known', paths: ['x/y'] } as const),
  open: fc.boolean(),
});

const ofSource = (base: PipelineContext, source: string): PipelineContext => ({
  ...base,
  source,
  ...(source === 'trigger' ? { triggerShortToken: 'abcd' } : {}),
});

const orFailure = <T>(judge: () => T): T | 'fails' => {
  try {
    return judge();
  } catch (error) {
    if (error instanceof ServerFailure) return 'fails';
    throw error;
  }
};

/** What the verdict tells, by value. */
const told = ({ seen, variableError, ...verdict }: JobVerdict) => ({
  ...verdict,
  items: seen.items,
  found: ['A', 'CI_JOB_NAME', 'CI_ENVIRONMENT_NAME', 'NOPE'].map((name) => [seen.get(name), seen.all(name)]),
  error: variableError(),
});

describe('policy: what jobs and sources share', () => {
  it('changes no verdict: each is what the job gets alone, from variables read anew', () => {
    fc.assert(
      fc.property(scene, ({ jobs, root, settings, sources, changes, open }) => {
        const base = pipelineContext({
          projectVariables: settings,
          files: ['src/a'],
          changedPaths: changes,
          compareTo: (ref) => (ref === 'main' ? { kind: 'known', paths: ['x'] } : { kind: 'unknown' }),
        });
        const isUnknown = (name: string, seen: VariableCollection) =>
          name === 'X' || (open && seen.get(name) === undefined);
        for (const source of sources) {
          const context = ofSource(base, source);
          for (const one of jobs) {
            const alone: ResolvedJob = structuredClone(one);
            const fresh = { ...context, files: ['src/a'], guessed: [...context.guessed] };
            const verdict = orFailure(() => told(judgeJob(one, context, root, { isUnknown })));
            const reference = orFailure(() =>
              told(judgeJob(alone, fresh, structuredClone(root), { isUnknown })),
            );
            assert.deepEqual(verdict, reference);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('tells without reasons what it tells with them', () => {
    fc.assert(
      fc.property(scene, ({ jobs, root, settings, sources, changes, open }) => {
        const base = pipelineContext({ projectVariables: settings, files: ['src/a'], changedPaths: changes });
        const isUnknown = (name: string, seen: VariableCollection) =>
          name === 'X' || (open && seen.get(name) === undefined);
        for (const source of sources) {
          for (const one of jobs) {
            const context = ofSource(base, source);
            const may = orFailure(() => mayBeIncluded(one, context, root, { isUnknown }));
            const judged = orFailure(() => judgeJob(one, context, root, { isUnknown }));
            if (judged === 'fails') {
              assert.equal(may, 'fails');
              continue;
            }
            const { included, by, unknown, alternatives } = judged;
            const isOpen = by === 'policy' && unknown.length > 0;
            assert.equal(may, included || isOpen || alternatives.some(({ when }) => when !== 'never'));
            assert.equal(judged.variableError(), sortAndExpandAll(judged.seen).error);
          }
        }
      }),
      { numRuns: 300 },
    );
  });
});
