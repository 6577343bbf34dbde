import assert from 'node:assert/strict';
import { evaluatePipeline } from '@gitlab-chatops/shared/chat';
import { memoryFiles, type PipelineContext, pipelineContext, resolveConfig } from '@gitlab-chatops/shared/ci';
import { applyEdits, FIX_ROUNDS, type Finding, type Fix, safeEdits } from '@gitlab-chatops/shared/lint';
import { lintText, ROOT_FILE } from './lint-text.js';

const OTHER_SOURCES: readonly Partial<PipelineContext>[] = [
  { source: 'push' },
  { source: 'push', ref: { name: 'v1.0.0', kind: 'tag' } },
  { source: 'push', ref: { name: 'feature', kind: 'branch' } },
  {
    source: 'merge_request_event',
    ref: { name: 'feature', kind: 'merge_request' },
    mergeRequest: {
      id: 1,
      iid: 1,
      title: '',
      sourceBranch: 'feature',
      targetBranch: 'main',
      eventType: 'detached',
    },
  },
  ...['schedule', 'web', 'api', 'trigger', 'pipeline', 'parent_pipeline'].map((source) => ({ source })),
];

function resolve(text: string) {
  return resolveConfig({ path: ROOT_FILE, text }, memoryFiles({}), { context: pipelineContext({}) });
}

export function errorsOf(text: string): readonly string[] {
  return resolve(text).errors.map(({ message }) => message);
}

/** Every pipeline that is not chat's: made or not, with which jobs, and how each starts. */
export function otherPlans(text: string): unknown {
  const config = resolve(text);
  return OTHER_SOURCES.map((known) => {
    const { created, stop, jobs } = evaluatePipeline(config, pipelineContext(known));
    return {
      source: known.source,
      created,
      ...(stop ? { stop: stop.message } : {}),
      jobs: jobs.map(({ job, included, when, allowFailure, startIn, variables }) => ({
        name: job.name,
        included,
        ...(included
          ? { when, allowFailure, startIn, variables: variables.map(({ key, value }) => ({ key, value })) }
          : {}),
      })),
    };
  });
}

/** Rounds of all safe fixes, as `--fix` makes them. */
export function withSafeFixes(text: string): {
  readonly text: string;
  readonly findings: readonly Finding[];
} {
  let fixed = text;
  for (let round = 0; round <= FIX_ROUNDS; round++) {
    const findings = lintText(fixed);
    const edits = safeEdits(findings).get(ROOT_FILE) ?? [];
    if (edits.length === 0) return { text: fixed, findings };
    fixed = applyEdits(fixed, edits);
  }
  return assert.fail(`fixes never end: ${fixed}`);
}

export function withFix(text: string, { edits }: Fix): string {
  return applyEdits(text, edits);
}

/** Comments and the number of lines that hold only white space. */
export function layoutOf(text: string): unknown {
  return {
    comments: [...text.matchAll(/(?:^|\s)#.*$/gm)].map((match) => match[0].trim()),
    blank: text.split('\n').filter((line) => line.trim() === '').length,
    crlf: /\r\n/.test(text) ? !/[^\r]\n/.test(text) : false,
  };
}

/** Applies everything that can be, and asserts what a fix promises. */
export function assertFixes(text: string): void {
  const findings = lintText(text);
  const before = errorsOf(text);
  const mended = withSafeFixes(text);
  assert.deepEqual(errorsOf(mended.text), before, mended.text);
  assert.deepEqual(otherPlans(mended.text), otherPlans(text), `${text}\n→\n${mended.text}`);
  assert.deepEqual(layoutOf(mended.text), layoutOf(text), mended.text);
  assert.deepEqual(
    mended.findings.filter(({ fixes }) => fixes.some(({ safe }) => safe)).map(({ rule }) => rule),
    [],
    mended.text,
  );
  for (const { rule, message, at, fixes } of findings) {
    for (const fix of fixes) {
      const after = withFix(text, fix);
      const added = errorsOf(after).filter((error) => !before.includes(error));
      assert.deepEqual(added, [], `${fix.title}:\n${after}`);
      const count = (list: readonly Finding[]): number =>
        list.filter((finding) => finding.rule === rule && finding.message === message).length;
      assert.ok(
        count(lintText(after)) < count(findings),
        `${fix.title} leaves ${rule} at line ${at.line}:\n${after}`,
      );
    }
  }
}
