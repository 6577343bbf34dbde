import { evaluatePipeline, PIPELINE_SOURCES, planChatPipeline } from '@gitlab-chatops/shared/chat';
import type { KnownContext } from '@gitlab-chatops/shared/ci';
import { CodedError } from '@gitlab-chatops/shared/errors';
import type { Paint } from '@gitlab-chatops/shared/lint';
import { matchCommand } from '@gitlab-chatops/shared/slash';
import { nearestWord, printable } from '@gitlab-chatops/shared/words';
import { Command, InvalidArgumentError } from 'commander';
import { escapeTyped } from '../local/slack/escape.js';
import type { ReadConfig } from '../repository/index.js';
import { EXIT_NO } from './exit-status.js';
import { explainText, MADE_UP, pipelineText } from './explain-text.js';
import { type RepositoryOptions, readRepository, withRepositoryOptions } from './repository-options.js';
import { painter, wantsColour } from './terminal.js';

interface ExplainOptions extends RepositoryOptions {
  readonly source: string;
  readonly var: Readonly<Record<string, string>>;
  readonly changedFile: readonly string[];
  readonly channel: string;
  readonly user: string;
  readonly json?: boolean;
  readonly color?: boolean;
}

/** `explain`: the creation chain step by step for one chat command, or for a job in a pipeline of another source. */
export function explainCommand(): Command {
  return withRepositoryOptions(new Command('explain'))
    .description(
      'Say what "/project run JOB ARGUMENTS" does now, step by step, with GitLab\'s answer and the true cause',
    )
    .argument('<job>', 'name of the job')
    .argument('[args...]', 'what is typed behind it')
    .option(
      '--source <source>',
      'pipeline source to look at instead: push, web, schedule, merge_request_event, …',
      pipelineSource,
      'chat',
    )
    .option('--var <name=value>', 'a CI/CD variable; may be given more than once', collectVariable, {})
    .option(
      '--changed-file <path>',
      'a changed path, for rules:changes; may be given more than once',
      collect,
      [],
    )
    .option('--channel <id>', 'CHAT_CHANNEL', MADE_UP.channel)
    .option('--user <id>', 'CHAT_USER_ID', MADE_UP.user)
    .option('--json', 'print JSON')
    .option('--color', 'colours even when the output is no terminal')
    .option('--no-color', 'no colours')
    .action(explain);
}

async function explain(job: string, args: readonly string[], options: ExplainOptions): Promise<void> {
  const read = await readRepository(options, knownContext(options));
  const colour = wantsColour({
    isTerminal: process.stdout.isTTY === true,
    env: process.env,
    ...(options.color === undefined ? {} : { flag: options.color }),
  });
  const paint = painter(colour);
  if (options.source !== 'chat') {
    explainOther(job, read, options, paint);
    return;
  }
  const command = { ...typedCommand(job, args), channel: options.channel, userId: options.user };
  const verdict = planChatPipeline(read.config, read.context, command);
  process.stdout.write(
    options.json ? `${JSON.stringify({ format: 1, verdict }, null, 2)}\n` : explainText(verdict, read, paint),
  );
  if (verdict.kind !== 'scheduled') process.exitCode = EXIT_NO;
}

/** What GitLab makes of the text that Slack sends for it: a name with a space is a name and an argument. */
function typedCommand(job: string, args: readonly string[]): { command: string; input: string | null } {
  const text = [job, ...args].join(' ').trim();
  const match = matchCommand(`run ${escapeTyped(text)}`);
  if (match?.command === 'Run') return { command: match.captures.command, input: match.captures.arguments };
  throw new CodedError({
    code: 'CONFIG_CHAT_TEXT',
    message: `GitLab does not take "run ${printable(text)}" for a command and answers with its help.`,
    wayOut: 'Give the name of a job and its arguments on one line.',
  });
}

/** Where GitLab would hold the variables: beside the pipeline for sources that can carry some, else in the project. */
function knownContext({ source, var: given, changedFile }: ExplainOptions): KnownContext {
  const variables = Object.entries(given).map(([key, value]) => ({ key, value }));
  const place = ['web', 'api', 'trigger', 'pipeline', 'parent_pipeline'].includes(source)
    ? { pipelineVariables: variables }
    : source === 'schedule'
      ? { scheduleVariables: variables }
      : { projectVariables: variables };
  return {
    source,
    ...place,
    ...(changedFile.length === 0 ? {} : { changedPaths: { kind: 'known', paths: changedFile } }),
  };
}

function explainOther(name: string, read: ReadConfig, options: ExplainOptions, paint: Paint): void {
  const verdict = evaluatePipeline(read.config, read.context);
  const job = verdict.jobs.find((each) => each.job.name === name);
  const runs = verdict.created && job?.included === true;
  if (options.json) {
    const answer = {
      format: 1,
      source: options.source,
      created: verdict.created,
      steps: verdict.steps,
      job: job ?? null,
    };
    process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  } else {
    process.stdout.write(pipelineText(name, options.source, verdict, read, paint));
  }
  if (!runs) process.exitCode = EXIT_NO;
}

function pipelineSource(text: string): string {
  if (PIPELINE_SOURCES.includes(text)) return text;
  throw new InvalidArgumentError(`there is no such source${nearestWord(text, PIPELINE_SOURCES)}.`);
}

function collect(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}

function collectVariable(
  text: string,
  before: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const at = text.indexOf('=');
  if (at < 1) throw new InvalidArgumentError('a variable is NAME=VALUE.');
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
