import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { planChatPipeline } from '@gitlab-chatops/shared/chat';
import { memoryFiles, resolveConfig } from '@gitlab-chatops/shared/ci';
import { pipelineContext } from '@gitlab-chatops/shared/ci/variables';

interface PinnedVector {
  readonly id: string;
  readonly title: string;
  readonly config: string;
  readonly command: string;
  readonly arguments: string | null;
  readonly project_variables?: Record<string, string>;
  readonly repository_files?: string[];
  readonly commit_message?: string;
  readonly expected: {
    readonly answer: 'scheduled' | 'not_scheduled' | 'unsupported';
    readonly stage: string;
    readonly job?: string;
    readonly job_stage?: string;
    readonly when?: string;
    readonly allow_failure?: boolean;
    readonly script?: string[];
    readonly yaml_variables?: Record<string, string>;
    readonly error?: string;
  };
}

const file = new URL('../../conformance/vectors/pinned/chat.json', import.meta.url);
const { vectors }: { vectors: PinnedVector[] } = JSON.parse(readFileSync(file, 'utf8'));

/** The pinned names of the steps that can stop, by ours. */
const STAGES: Readonly<Record<string, string>> = {
  skip: 'skip',
  config: 'config',
  workflow_rules: 'workflow',
  seed: 'seed',
  populate: 'populate',
  present: 'presenter',
};

describe('chat plan: pinned decisions', () => {
  for (const vector of vectors) {
    it(`${vector.id}: ${vector.title}`, () => {
      const files = vector.repository_files ?? ['.gitlab-ci.yml'];
      const context = pipelineContext({
        source: 'chat',
        project: { path: 'group/project', defaultBranch: 'main' },
        user: { id: 7, login: 'ada', name: 'Ada', email: 'ada@example.test' },
        commit: { message: vector.commit_message ?? 'a message' },
        files,
        projectVariables: Object.entries(vector.project_variables ?? {}).map(([key, value]) => ({
          key,
          value,
        })),
      });
      const root = { path: '.gitlab-ci.yml', text: vector.config };
      const config = resolveConfig(root, memoryFiles({}), { context, edition: 'foss' });
      const verdict = planChatPipeline(config, context, {
        command: vector.command,
        input: vector.arguments,
        channel: 'C1',
        userId: 'U1',
      });
      const { expected } = vector;
      if (verdict.kind === 'scheduled') {
        const { job } = verdict;
        assert.equal('scheduled', expected.answer);
        assert.equal(job.name, expected.job);
        assert.equal(job.stage, expected.job_stage);
        assert.equal(job.when, expected.when);
        assert.equal(job.allowFailure, expected.allow_failure);
        if (expected.script) assert.deepEqual(job.script, expected.script);
        if (expected.yaml_variables) {
          assert.deepEqual(
            Object.fromEntries(job.yamlVariables.map(({ key, value }) => [key, value])),
            expected.yaml_variables,
          );
        }
        return;
      }
      assert.ok(verdict.kind === 'refused', `unknown: ${verdict.cause.message}`);
      assert.equal(verdict.answer, expected.answer);
      const stop = verdict.steps.at(-1);
      assert.equal(STAGES[stop?.step ?? ''], expected.stage);
      if (expected.error !== undefined) assert.equal(verdict.pipelineError, expected.error);
    });
  }
});
