import { CodedError } from '@gitlab-chatops/shared/errors';
import {
  applyEdits,
  DEFAULT_LINT_SETTINGS,
  type Finding,
  LINT_SETTINGS_FILE,
  type LintSettings,
  lint,
  lintExposures,
  RULES,
  readLintSettings,
  type ShellParser,
  safeEdits,
} from '@gitlab-chatops/shared/lint';
import type { ReadConfig } from '../repository/index.js';

/** Findings of one repository, with the texts they point into. */
export interface Linted {
  readonly findings: readonly Finding[];
  readonly read: ReadConfig;
}

export async function lintRepository(read: ReadConfig, shell: ShellParser): Promise<Linted> {
  const { config, context, configPath, texts } = read;
  const settings = await lintSettings(read);
  const { findings } = lint({
    rootFile: configPath,
    config,
    exposures: lintExposures(config, context),
    text: (file) => texts.get(file),
    shell,
    settings,
  });
  return { read, findings };
}

async function lintSettings(read: ReadConfig): Promise<LintSettings> {
  const folder = read.configPath.includes('/') ? read.configPath.replace(/[^/]*$/, '') : '';
  const text = await read.read(`${folder}${LINT_SETTINGS_FILE}`);
  if (text === undefined) return DEFAULT_LINT_SETTINGS;
  const { settings, problems } = readLintSettings(
    text,
    RULES.map(({ meta }) => meta.id),
  );
  const [problem] = problems;
  if (problem) throw new CodedError(problem);
  return settings;
}

/** The files after every safe fix, by path; files without a fix are not in it. */
export function fixedTexts({ findings, read }: Linted): ReadonlyMap<string, string> {
  const fixed = new Map<string, string>();
  for (const [file, edits] of safeEdits(findings)) {
    const text = read.texts.get(file);
    if (text !== undefined) fixed.set(file, applyEdits(text, edits));
  }
  return fixed;
}
