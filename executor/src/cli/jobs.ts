import { chatExposure, type JobExposure } from '@gitlab-chatops/shared/chat';
import type { ResolvedConfig } from '@gitlab-chatops/shared/ci';
import { excerpt, type Paint } from '@gitlab-chatops/shared/lint';
import { Command } from 'commander';
import type { ReadConfig } from '../repository/index.js';
import { EXIT_NO } from './exit-status.js';
import { type RepositoryOptions, readRepository, withRepositoryOptions } from './repository-options.js';
import { painter, printable, wantsColour } from './terminal.js';

interface JobsOptions extends RepositoryOptions {
  readonly json?: boolean;
  readonly color?: boolean;
}

/** `jobs`: every job of the repository, and whether chat can run it. */
export function jobsCommand(): Command {
  return withRepositoryOptions(new Command('jobs'))
    .description('List every job: can chat run it, which rule decides, what else runs it')
    .option('--json', 'print JSON')
    .option('--color', 'colours even when the output is no terminal')
    .option('--no-color', 'no colours')
    .action(async (options: JobsOptions) => {
      const read = await readRepository(options);
      const colour = wantsColour({
        isTerminal: process.stdout.isTTY === true,
        env: process.env,
        ...(options.color === undefined ? {} : { flag: options.color }),
      });
      const exposures = chatExposure(read.config, read.context);
      process.stdout.write(
        options.json ? jobsJson(read, exposures) : jobsText(read, exposures, painter(colour)),
      );
      if (read.config.errors.length > 0) process.exitCode = EXIT_NO;
    });
}

/** Version of the JSON shape; it changes only when a reader could break. */
const JOBS_JSON_VERSION = 1;

function jobsJson({ config }: ReadConfig, exposures: readonly JobExposure[]): string {
  const jobs = exposures.map(({ job, chat, dependsOn, reason, otherSources, rules }) => ({
    name: job.name,
    stage: job.stage,
    chat,
    depends_on: dependsOn,
    reason,
    also_runs_on: otherSources,
    at: job.at,
    rules,
  }));
  const { errors, unknown } = config;
  return `${JSON.stringify({ format: JOBS_JSON_VERSION, valid: config.valid, errors, unknown, jobs }, null, 2)}\n`;
}

const WORDS: Readonly<
  Record<JobExposure['chat'], { readonly word: string; readonly style: Parameters<Paint>[0] }>
> = {
  yes: { word: 'yes', style: 'good' },
  no: { word: 'no', style: 'dim' },
  depends: { word: 'depends', style: 'warning' },
  unknown: { word: 'unknown', style: 'warning' },
};

export function jobsText(
  { config, allTexts: texts }: Pick<ReadConfig, 'config' | 'allTexts'>,
  exposures: readonly JobExposure[],
  paint: Paint,
): string {
  const width = Math.max(3, ...exposures.map(({ job }) => job.name.length));
  const lines = exposures.map(({ job, chat, reason, otherSources }) => {
    const { word, style } = WORDS[chat];
    const place = reason.at === undefined ? '' : ` ${paint('dim', `${reason.at.file}:${reason.at.line}`)}`;
    const others =
      otherSources.length === 0
        ? ''
        : `\n${' '.repeat(width + 11)}${paint('dim', `also runs on ${otherSources.join(', ')}`)}`;
    return `${paint('bold', printable(job.name).padEnd(width))}  ${paint(style, word.padEnd(7))}  ${printable(reason.text)}${place}${others}`;
  });
  return [...lines, ...configTrouble(config, texts, paint), ''].join('\n');
}

/** The config's errors or what could not be read, each with its line. */
export function configTrouble(
  config: ResolvedConfig,
  texts: ReadonlyMap<string, string>,
  paint: Paint,
): readonly string[] {
  const errors = config.errors.flatMap(({ message, at }) => [
    `${paint('error', 'error')} ${printable(message)}`,
    ...(at
      ? [paint('dim', `  ${at.file}:${at.line}:${at.column}`), ...excerpt(at, texts.get(at.file), paint)]
      : []),
  ]);
  const unknown = config.unknown.flatMap(({ what, reason, at }) => [
    `${paint('warning', 'unknown')} ${printable(what)}: ${reason}`,
    ...(at ? [paint('dim', `  ${at.file}:${at.line}:${at.column}`)] : []),
  ]);
  return [...errors, ...unknown];
}
