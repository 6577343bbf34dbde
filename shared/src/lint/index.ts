export { createLintContext, type LintContext, type LintInput, type LintJob } from './context.js';
export { applyEdits, FIX_ROUNDS, safeEdits } from './edits.js';
export { type LintResult, lint, lintInSteps } from './engine.js';
export { lintExposures } from './exposures.js';
export type { Confidence, Finding, Fix, RelatedPlace, Report, Severity, TextEdit } from './finding.js';
export { SEVERITIES } from './finding.js';
export * from './format/index.js';
export { IGNORE_UNUSED, IGNORE_WITHOUT_REASON, readIgnores } from './ignore.js';
export type { LintRule, RuleMeta } from './rule.js';
export { ALL_RULES, RULE_IDS, RULE_METAS, RULES } from './rules.js';
export {
  DEFAULT_LINT_SETTINGS,
  LINT_SETTINGS_FILE,
  type LintSettings,
  type LintSettingsProblem,
  lintSettingsSchema,
  readLintSettings,
} from './settings.js';
export { createShellParser } from './shell/parser.js';
export type { ShellParser } from './shell/tree.js';
export * from './shellcheck/index.js';
