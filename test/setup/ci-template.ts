import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chatExposure } from '@gitlab-chatops/shared/chat';
import { memoryFiles, pipelineContext, resolveConfig } from '@gitlab-chatops/shared/ci';
import { root } from './packages.js';

export const TEMPLATE = 'examples/ci/lint.yml';

/** The template as a project includes it. */
export function includedTemplate(inputs: Readonly<Record<string, string>> = {}) {
  const text = JSON.stringify({ include: { local: 'lint.yml', inputs } });
  const files = { 'lint.yml': readFileSync(join(root, TEMPLATE), 'utf8') };
  const context = pipelineContext({});
  const config = resolveConfig({ path: '.gitlab-ci.yml', text }, memoryFiles(files), { context });
  return { config, exposures: chatExposure(config, context), files, text };
}

/** Lines of the job's script as the Runner runs them. */
export function templateScript(inputs: Readonly<Record<string, string>> = {}): readonly string[] {
  return includedTemplate(inputs).config.jobs.flatMap(({ script }) => script.map(({ value }) => value));
}

/** GitLab's Code Quality report (docs: ci/testing/code_quality, "Code Quality report format"). */
export interface CodeQualityIssue {
  readonly description: unknown;
  readonly check_name: unknown;
  readonly fingerprint: unknown;
  readonly severity: unknown;
  readonly location: { readonly path: unknown; readonly lines: { readonly begin: unknown } };
}
