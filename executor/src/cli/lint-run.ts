import { likelyContext, pipelineContext, resolveWithProvider } from '@gitlab-chatops/shared/ci';
import { CodedError } from '@gitlab-chatops/shared/errors';
import {
  ALL_RULES,
  DEFAULT_LINT_SETTINGS,
  type Finding,
  LINT_SETTINGS_FILE,
  type LintInput,
  type LintSettings,
  lint,
  lintExposures,
  RULE_IDS,
  readLintSettings,
  type ShellcheckAnswers,
  type ShellParser,
} from '@gitlab-chatops/shared/lint';
import type { ReadConfig } from '../repository/index.js';

/** Findings of one repository, with the texts they point into. */
export interface Linted {
  readonly findings: readonly Finding[];
  readonly read: ReadConfig;
  /** A file of the repository as the output names it. */
  readonly shown: (file: string) => string;
}

export async function lintRepository(
  read: ReadConfig,
  shell: ShellParser,
  shellcheck?: (input: LintInput) => Promise<ShellcheckAnswers | undefined>,
): Promise<Pick<Linted, 'findings' | 'read'>> {
  const { config, context, configPath, allTexts } = read;
  const input: LintInput = {
    rootFile: configPath,
    config,
    exposures: lintExposures(config, context),
    text: (file) => allTexts.get(file),
    shell,
    settings: await lintSettings(read),
  };
  const answers = await shellcheck?.(input);
  const { findings } = lint({ ...input, ...(answers ? { shellcheck: answers } : {}) }, ALL_RULES);
  return { read, findings };
}

async function lintSettings(read: ReadConfig): Promise<LintSettings> {
  const folder = read.configPath.includes('/') ? read.configPath.replace(/[^/]*$/, '') : '';
  const text = (await read.read(`${folder}${LINT_SETTINGS_FILE}`)) ?? (await read.read(LINT_SETTINGS_FILE));
  if (text === undefined) return DEFAULT_LINT_SETTINGS;
  const { settings, problems } = readLintSettings(text, RULE_IDS);
  const [problem] = problems;
  if (problem) throw new CodedError(problem);
  return settings;
}

const NO_PLACE = {
  kind: 'unknown',
  reason: 'text from standard input has no repository; --stdin-filename gives it one',
} as const;

/** A config from standard input that stands in no repository: nothing around it is known. */
export async function readLoose(text: string, name: string): Promise<ReadConfig> {
  const context = likelyContext(pipelineContext({ project: { configPath: name } }), text);
  const unknown = async () => NO_PLACE;
  const provider = {
    file: unknown,
    listing: unknown,
    remote: unknown,
    template: unknown,
    component: unknown,
  };
  const config = await resolveWithProvider({ path: name, text }, provider, { context });
  const texts = new Map([[name, text]]);
  return { configPath: name, text, config, context, texts, allTexts: texts, read: async () => undefined };
}
