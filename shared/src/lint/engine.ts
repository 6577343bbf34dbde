import { createLintContext, type LintInput } from './context.js';
import type { Finding } from './finding.js';
import { applyIgnores, IGNORE_METAS, readIgnores } from './ignore.js';
import type { LintRule } from './rule.js';
import { RULES } from './rules.js';
import { SHELLCHECK_RULE } from './shellcheck/codes.js';
import { hasAllAnswers, shellcheckFindings } from './shellcheck/findings.js';

export interface LintResult {
  /** By file and place. */
  readonly findings: readonly Finding[];
  /** Silenced by a comment. */
  readonly ignored: readonly Finding[];
}

/** Runs every rule that the settings leave on; of a config that is not valid they see what can be told of it. */
export function lint(input: LintInput, rules: readonly LintRule[] = RULES): LintResult {
  const steps = lintInSteps(input, rules);
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

/** The same with a stop after the scripts of each job, each report and each rule, for whoever has something else to do. */
export function* lintInSteps(
  input: LintInput,
  rules: readonly LintRule[] = RULES,
): Generator<void, LintResult, void> {
  for (const { beforeScript, script, afterScript } of input.config.jobs) {
    // The parser remembers.
    for (const { value } of [...beforeScript, ...script, ...afterScript]) input.shell.parse(value);
    yield;
  }
  const context = createLintContext(input);
  const found: Finding[] = [];
  for (const { meta, check } of rules) {
    const wanted = input.settings.rules[meta.id];
    if (wanted === 'off') continue;
    for (const report of check(context)) {
      found.push({
        ...report,
        rule: meta.id,
        severity: wanted ?? report.severity ?? meta.severity,
        confidence: report.confidence ?? meta.confidence,
        fixes: report.fixes ?? [],
      });
      yield;
    }
    yield;
  }
  const { shellcheck } = input;
  if (shellcheck) found.push(...shellcheckFindings(context, shellcheck, found));
  const files = new Set([input.rootFile, ...input.config.files, ...found.map(({ at }) => at.file)]);
  const comments = [...files].flatMap((file) => readIgnores(file, input.text(file) ?? ''));
  const { kept, ignored } = applyIgnores(withoutTwins(found), comments, (rule) =>
    SHELLCHECK_RULE.test(rule) ? shellcheck !== undefined && hasAllAnswers(context, shellcheck) : true,
  );
  return { findings: kept.flatMap((finding) => asSet(input, finding)).sort(byPlace), ignored };
}

/** The settings' severity for a finding about a comment; all others have theirs already. */
function asSet({ settings }: LintInput, finding: Finding): readonly Finding[] {
  const wanted = IGNORE_METAS.some(({ id }) => id === finding.rule)
    ? settings.rules[finding.rule]
    : undefined;
  if (wanted === 'off') return [];
  return [wanted === undefined ? finding : { ...finding, severity: wanted }];
}

/** One place in a shared file (an anchor, a template, `before_script`) is reported once, however many jobs use it. */
function withoutTwins(findings: readonly Finding[]): readonly Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ rule, at, message }) => {
    const key = `${rule} ${at.file} ${at.start} ${at.end} ${message}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function byPlace(a: Finding, b: Finding): number {
  if (a.at.file !== b.at.file) return a.at.file < b.at.file ? -1 : 1;
  return a.at.start - b.at.start || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}
