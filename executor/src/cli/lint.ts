import { CodedError } from '@gitlab-chatops/shared/errors';
import { FIX_ROUNDS, type LintInput, type LintReport, type ShellParser } from '@gitlab-chatops/shared/lint';
import { printable } from '@gitlab-chatops/shared/words';
import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { EXIT_NO } from './exit-status.js';
import { type GitLabOptions, withGitLabOptions } from './gitlab-options.js';
import { fixedFiles, writeFixed } from './lint-fix.js';
import { findLintPlace, shownPath } from './lint-place.js';
import { LINT_FORMATS, type LintFormat, printLint, reportOf } from './lint-print.js';
import { explainRule, listRules } from './lint-rules.js';
import { type Linted, lintRepository, readLoose } from './lint-run.js';
import { LintShellcheck } from './lint-shellcheck.js';
import { readRepository } from './repository-options.js';
import { loadShellParser } from './shell-parser.js';
import { painter, wantsColour } from './terminal.js';
import { processWorld, type World } from './world.js';

interface LintOptions extends GitLabOptions {
  readonly format: LintFormat;
  readonly fix?: boolean;
  readonly maxWarnings?: number;
  readonly listRules?: boolean;
  readonly explain?: string;
  readonly stdinFilename?: string;
  readonly ref?: string;
  readonly exitZero?: boolean;
  readonly color?: boolean;
  readonly shellcheck?: boolean;
}

/** `lint`: which jobs chat can reach, and what would go wrong. */
export function lintCommand(world: World = processWorld()): Command {
  return withGitLabOptions(new Command('lint'))
    .description(
      'Report what chat can reach without intent, what can never run, what injects, what breaks the reply',
    )
    .addArgument(
      new Argument(
        '[paths...]',
        'repositories or CI config files; - reads one config from standard input',
      ).default(['.'], 'the current directory'),
    )
    .addOption(new Option('--format <format>', 'output').choices([...LINT_FORMATS]).default('text'))
    .option('--fix', 'apply every safe fix to the files')
    .option('--max-warnings <number>', 'fail when there are more warnings than this', readCount)
    .option('--exit-zero', 'exit 0 even with findings')
    .option('--list-rules', 'list the rules')
    .option('--explain <rule>', 'print the page of a rule')
    .option('--stdin-filename <path>', 'the path in this repository of what comes from standard input')
    .option('--ref <ref>', 'a commit, branch or tag instead of the working tree')
    .option('--shellcheck', 'have shellcheck read the scripts too (default: where it is installed)')
    .option('--no-shellcheck', 'leave shellcheck out')
    .option('--color', 'colours even when the output is no terminal')
    .option('--no-color', 'no colours')
    .addHelpText(
      'after',
      '\nExit status: 0 nothing of severity error; 1 an error, or more warnings than allowed; 2 a wrong call; 3 a failure inside.',
    )
    .action((paths: readonly string[], options: LintOptions) => run(world, paths, options));
}

async function run(world: World, paths: readonly string[], options: LintOptions): Promise<void> {
  if (options.listRules) return world.out(listRules(options.format === 'json'));
  if (options.explain !== undefined) return world.out(explainRule(options.explain));
  if (options.fix) refuseFix(paths, options);
  const linters = {
    shell: await loadShellParser(),
    shellcheck: new LintShellcheck(options.shellcheck, world.environment),
  };
  const all: Linted[] = [];
  for (const path of paths) all.push(await lintPath(world, path, options, linters));
  world.error(linters.shellcheck.notes());
  const report = reportOf(all);
  world.out(printLint(report, options.format, painter(hasColour(world, options))));
  const isBad = fails(report, options.maxWarnings) || linters.shellcheck.fellShort;
  if (!options.exitZero && isBad) world.end(EXIT_NO);
}

/** Only files of the working tree can be written. */
function refuseFix(paths: readonly string[], { ref }: LintOptions): void {
  if (!paths.includes('-') && ref === undefined) return;
  throw new CodedError({
    code: 'CONFIG_FIX_REFUSED',
    message: `--fix changes files, and ${ref === undefined ? 'standard input is none' : `${ref} is a commit`}.`,
    wayOut: 'Name the repository or the file.',
  });
}

function hasColour({ isTerminal, environment }: World, { color }: LintOptions): boolean {
  return wantsColour({ isTerminal, env: environment, ...(color === undefined ? {} : { flag: color }) });
}

interface Linters {
  readonly shell: ShellParser;
  readonly shellcheck: LintShellcheck;
}

async function lintPath(world: World, path: string, options: LintOptions, linters: Linters): Promise<Linted> {
  if (path === '-') return lintStdin(world, options, linters);
  const { cwd, environment } = world;
  const { shell, shellcheck } = linters;
  const { root, config } = await findLintPlace(path, cwd, environment);
  const shown = (file: string): string => shownPath(root, file, cwd);
  const read = () =>
    readRepository({ ...options, repo: root, ...(config === undefined ? {} : { config }) }, {}, environment);
  const mended = new Set<string>();
  for (let round = 0; options.fix && round < FIX_ROUNDS; round++) {
    // Without shellcheck, whose mends a person has to choose.
    const linted = { ...(await lintRepository(await read(), shell)), shown };
    const fixed = fixedFiles(linted);
    if (fixed.length === 0) break;
    for (const one of fixed) {
      await writeFixed(root, one, shown(one.file));
      mended.add(shown(one.file));
    }
  }
  for (const file of mended) world.error(`gitlab-chatops: mended ${printable(file)}\n`);
  const ask = (input: LintInput) => shellcheck.ask(input, root);
  return { ...(await lintRepository(await read(), shell, ask)), shown };
}

async function lintStdin(
  { cwd, environment, input }: World,
  options: LintOptions,
  { shell, shellcheck }: Linters,
): Promise<Linted> {
  const { stdinFilename } = options;
  const text = input();
  const read =
    stdinFilename === undefined
      ? await readLoose(text, '.gitlab-ci.yml')
      : await readRepository({ ...options, repo: cwd, config: stdinFilename, text }, {}, environment);
  const ask = (asked: LintInput) => shellcheck.ask(asked, cwd);
  return { ...(await lintRepository(read, shell, ask)), shown: (file) => file };
}

/** Errors always fail; warnings only past `--max-warnings`; notes never. */
function fails({ findings }: LintReport, maxWarnings = Number.POSITIVE_INFINITY): boolean {
  const count = (wanted: string): number => findings.filter(({ severity }) => severity === wanted).length;
  return count('error') > 0 || count('warning') > maxWarnings;
}

function readCount(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError('a number of warnings is expected.');
}
