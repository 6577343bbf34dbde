import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { likelyContext, memoryFiles, pipelineContext, resolveConfig } from '@gitlab-chatops/shared/ci';
import {
  ALL_RULES,
  createShellParser,
  DEFAULT_LINT_SETTINGS,
  type Finding,
  type LintInput,
  type LintSettings,
  lint,
  lintExposures,
  RULE_IDS,
  readLintSettings,
} from '@gitlab-chatops/shared/lint';

const require = createRequire(import.meta.url);

export const shell = await createShellParser({
  runtime: readFileSync(require.resolve('web-tree-sitter/web-tree-sitter.wasm')),
  bash: readFileSync(require.resolve('tree-sitter-bash/tree-sitter-bash.wasm')),
});

export const ROOT_FILE = '.gitlab-ci.yml';

export interface LintTextOptions {
  readonly settings?: Partial<LintSettings>;
  /** Text of `.chatops.yml`, instead. */
  readonly settingsText?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly defaultBranch?: string;
  /** No listing of the repository, as with text from standard input. */
  readonly filesUnknown?: boolean;
}

const UNKNOWN = { kind: 'unknown', reason: 'not here' } as const;

/** What lint says of a config; templates, components and other projects are unknown. */
export function lintText(text: string, options: LintTextOptions = {}): readonly Finding[] {
  return lint(lintInput(text, options), ALL_RULES).findings;
}

export function lintInput(text: string, options: LintTextOptions = {}): LintInput {
  const { files = {}, defaultBranch } = options;
  const facts = pipelineContext({
    ...(options.filesUnknown ? {} : { files: [ROOT_FILE, ...Object.keys(files)] }),
    ...(defaultBranch === undefined ? {} : { project: { defaultBranch } }),
  });
  const context = likelyContext(facts, text);
  const provider = { ...memoryFiles(files), template: () => UNKNOWN, component: () => UNKNOWN };
  const config = resolveConfig({ path: ROOT_FILE, text }, provider, { context });
  const settings =
    options.settingsText === undefined
      ? { ...DEFAULT_LINT_SETTINGS, ...options.settings }
      : readLintSettings(options.settingsText, RULE_IDS).settings;
  const exposures = lintExposures(config, context);
  const texts = (file: string): string | undefined => (file === ROOT_FILE ? text : files[file]);
  return { rootFile: ROOT_FILE, config, exposures, text: texts, shell, settings };
}
