import { chatExposure, type JobExposure } from '@gitlab-chatops/shared/chat';
import type { SourceRange } from '@gitlab-chatops/shared/ci';
import type { Paint } from '@gitlab-chatops/shared/lint';
import { printable, printableLines } from '@gitlab-chatops/shared/words';
import { Command } from 'commander';
import type { ReadConfig } from '../repository/index.js';
import { configTrouble } from './config-text.js';
import { EXIT_NO } from './exit-status.js';
import { type RepositoryOptions, readRepository, withRepositoryOptions } from './repository-options.js';
import { painter, wantsColour } from './terminal.js';

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

function jobsText(
  { config, allTexts: texts }: Pick<ReadConfig, 'config' | 'allTexts'>,
  exposures: readonly JobExposure[],
  paint: Paint,
): string {
  const width = Math.max(3, ...exposures.map(({ job }) => job.name.length));
  // With an error or an unread file every job has the same reason, which stands below with its line.
  const isShared = config.errors.length + config.unknown.length > 0 && haveOneReason(exposures);
  const lines = exposures.flatMap(({ job, chat, reason, otherSources }) => {
    const { word, style } = WORDS[chat];
    const head = `${paint('bold', printable(job.name).padEnd(width))}  ${paint(style, word.padEnd(7))}`;
    const place = reason.at === undefined ? '' : `  ${paint('dim', placeOf(reason.at))}`;
    const others =
      otherSources.length === 0
        ? []
        : [`${' '.repeat(width + 11)}${paint('dim', `also runs on ${otherSources.join(', ')}`)}`];
    return [isShared ? head.trimEnd() : `${head}  ${printableLines(reason.text)}${place}`, ...others];
  });
  const trouble = configTrouble(config, texts, paint);
  return [...lines, ...(trouble.length > 0 ? ['', ...trouble] : []), ''].join('\n');
}

function haveOneReason(exposures: readonly JobExposure[]): boolean {
  return new Set(exposures.map(({ reason }) => reason.text)).size === 1;
}

function placeOf({ file, line }: SourceRange): string {
  return `${printable(file)}:${line}`;
}
