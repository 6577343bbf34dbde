import { realpathSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';
import {
  type Finding,
  formatCodeQuality,
  formatGitHub,
  formatJson,
  formatSarif,
  formatText,
  type LintReport,
  RULES,
  rulePage,
  type ShellParser,
} from '@gitlab-chatops/shared/lint';
import { nearestWord } from '@gitlab-chatops/shared/words';
import { Command, InvalidArgumentError, Option } from 'commander';
import manifest from '../../package.json' with { type: 'json' };
import { EXIT_NO } from './exit-status.js';
import { type GitLabOptions, withGitLabOptions } from './gitlab-options.js';
import { fixedTexts, type Linted, lintRepository } from './lint-run.js';
import { readRepository } from './repository-options.js';
import { loadShellParser } from './shell-parser.js';
import { painter, wantsColour } from './terminal.js';

interface LintOptions extends GitLabOptions {
  readonly format: 'text' | 'json' | 'sarif' | 'codequality' | 'github';
  readonly fix?: boolean;
  readonly maxWarnings?: number;
  readonly listRules?: boolean;
  readonly explain?: string;
  readonly stdinFilename: string;
  readonly ref?: string;
  readonly exitZero?: boolean;
  readonly color?: boolean;
}

/** `lint`: which jobs chat can reach, and what would go wrong. */
export function lintCommand(): Command {
  return withGitLabOptions(new Command('lint'))
    .description(
      'Report what chat can reach without intent, what can never run, what injects, what breaks the reply',
    )
    .argument('[paths...]', 'repositories or CI config files; - reads one config from standard input', ['.'])
    .addOption(
      new Option('--format <format>', 'output')
        .choices(['text', 'json', 'sarif', 'codequality', 'github'])
        .default('text'),
    )
    .option('--fix', 'apply every safe fix to the files')
    .option('--max-warnings <number>', 'fail when there are more warnings than this', readCount)
    .option('--exit-zero', 'exit 0 even with findings')
    .option('--list-rules', 'list the rules')
    .option('--explain <rule>', 'say what a rule is about')
    .option('--stdin-filename <path>', 'the name of what comes from standard input', '.gitlab-ci.yml')
    .option('--ref <ref>', 'a commit, branch or tag instead of the working tree')
    .option('--color', 'colours even when the output is no terminal')
    .option('--no-color', 'no colours')
    .action(run);
}

async function run(paths: readonly string[], options: LintOptions): Promise<void> {
  if (options.listRules) return listRules();
  if (options.explain !== undefined) return explainRule(options.explain);
  const shell = await loadShellParser();
  const linted: Linted[] = [];
  for (const path of paths) linted.push(await lintPath(path, options, shell));
  const findings = linted.flatMap((each) => each.findings);
  process.stdout.write(print(findings, linted, options));
  if (!options.exitZero && fails(findings, options.maxWarnings)) process.exitCode = EXIT_NO;
}

/** A fixed file is linted again, because one mend may uncover another; three rounds are more than any file needs. */
const FIX_ROUNDS = 3;

async function lintPath(path: string, options: LintOptions, shell: ShellParser): Promise<Linted> {
  const place = whereIs(path, options);
  for (let round = 0; ; round++) {
    const linted = await lintRepository(await readRepository({ ...options, ...place }), shell);
    const fixed =
      options.fix && path !== '-' && options.ref === undefined
        ? fixedTexts(linted)
        : new Map<string, string>();
    if (fixed.size === 0 || round === FIX_ROUNDS) return linted;
    for (const [file, text] of fixed) writeFileSync(join(place.repo, file), text);
  }
}

/** A directory is a repository; a file is the CI config of the directory it is in. */
function whereIs(path: string, options: LintOptions) {
  const ref = options.ref === undefined ? {} : { ref: options.ref };
  if (path === '-') return { repo: '.', config: options.stdinFilename, stdin: true };
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) {
    throw new CodedError({
      code: 'CONFIG_REPOSITORY_MISSING',
      message: `${path} does not exist.`,
      wayOut: 'Name a repository, a CI config file, or - for standard input.',
    });
  }
  const real = realpathSync(path);
  if (found.isDirectory()) return { repo: real, ...ref };
  return { repo: dirname(real), config: real.slice(dirname(real).length + 1), ...ref };
}

function print(findings: readonly Finding[], linted: readonly Linted[], options: LintOptions): string {
  const text = (file: string): string | undefined =>
    linted.find(({ read }) => read.texts.has(file))?.read.texts.get(file);
  const report: LintReport = {
    findings,
    rules: RULES.map(({ meta }) => meta),
    version: manifest.version,
    text,
  };
  switch (options.format) {
    case 'json':
      return formatJson(report);
    case 'sarif':
      return formatSarif(report);
    case 'codequality':
      return formatCodeQuality(report);
    case 'github':
      return formatGitHub(report);
    case 'text':
      return formatText(
        report,
        painter(
          wantsColour({
            isTerminal: process.stdout.isTTY === true,
            env: process.env,
            ...(options.color === undefined ? {} : { flag: options.color }),
          }),
        ),
      );
  }
}

/** Errors always fail; warnings only past `--max-warnings`; notes never. */
function fails(findings: readonly Finding[], maxWarnings = Number.POSITIVE_INFINITY): boolean {
  const count = (severity: string): number =>
    findings.filter((finding) => finding.severity === severity).length;
  return count('error') > 0 || count('warning') > maxWarnings;
}

function listRules(): void {
  const width = Math.max(...RULES.map(({ meta }) => meta.id.length));
  for (const { meta } of RULES) {
    process.stdout.write(`${meta.id.padEnd(width)}  ${meta.severity.padEnd(7)}  ${meta.summary}\n`);
  }
}

function explainRule(id: string): void {
  const rule = RULES.find(({ meta }) => meta.id === id);
  if (!rule) {
    const known = RULES.map(({ meta }) => meta.id);
    throw new CodedError({
      code: 'CONFIG_RULE_UNKNOWN',
      message: `There is no rule ${id}${nearestWord(id, known)}`,
      wayOut: 'gitlab-chatops lint --list-rules lists them.',
    });
  }
  const { summary, severity, confidence } = rule.meta;
  process.stdout.write(`${id} (${severity}, confidence ${confidence})\n\n${summary}\n\n${rulePage(id)}\n`);
}

function readCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a number of warnings is expected.');
}
