import {
  type ChainStep,
  type ChatVerdict,
  evaluatePipeline,
  planChatPipeline,
} from '@gitlab-chatops/shared/chat';
import type { KnownContext } from '@gitlab-chatops/shared/ci';
import { excerpt, type Paint } from '@gitlab-chatops/shared/lint';
import { Command, InvalidArgumentError } from 'commander';
import type { ReadConfig } from '../repository/index.js';
import { EXIT_NO } from './exit-status.js';
import { configTrouble } from './jobs.js';
import { type RepositoryOptions, readRepository, withRepositoryOptions } from './repository-options.js';
import { painter, printable, wantsColour } from './terminal.js';

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
      'chat',
    )
    .option('--var <name=value>', 'a CI/CD variable; may be given more than once', collectVariable, {})
    .option(
      '--changed-file <path>',
      'a changed path, for rules:changes; may be given more than once',
      collect,
      [],
    )
    .option('--channel <id>', 'CHAT_CHANNEL', 'C0000000000')
    .option('--user <id>', 'CHAT_USER_ID', 'U0000000000')
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
  const input = args.length === 0 ? null : args.join(' ');
  const command = { command: job, input, channel: options.channel, userId: options.user };
  const verdict = planChatPipeline(read.config, read.context, command);
  process.stdout.write(
    options.json ? `${JSON.stringify({ format: 1, verdict }, null, 2)}\n` : explainText(verdict, read, paint),
  );
  if (verdict.kind !== 'scheduled') process.exitCode = EXIT_NO;
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
    const sentence = runs
      ? paint(
          'good',
          `A ${options.source} pipeline runs ${name}${job?.when === 'on_success' ? '' : ` (when: ${job?.when})`}.`,
        )
      : paint(
          'error',
          job === undefined
            ? `There is no job ${printable(name)}.`
            : `A ${options.source} pipeline does not run ${name}.`,
        );
    const rules = job?.trials ?? [];
    const step: ChainStep = { step: 'job rules', verdict: runs ? 'passed' : 'stopped', reason: '', rules };
    const steps = rules.length === 0 ? verdict.steps : [...verdict.steps, step];
    const lines = [
      ...steps.flatMap((each) => stepLines(each, paint)),
      ...configTrouble(read.config, read.allTexts, paint),
      '',
      sentence,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  if (!runs) process.exitCode = EXIT_NO;
}

/** The whole decision as text: the steps, what GitLab answers, the true cause with its line, the way out. */
export function explainText(
  verdict: ChatVerdict,
  { allTexts: texts, config }: Pick<ReadConfig, 'allTexts' | 'config'>,
  paint: Paint,
): string {
  const lines = verdict.steps.flatMap((step) => stepLines(step, paint));
  if (verdict.kind === 'scheduled') {
    const { job } = verdict;
    const waits = job.when === 'on_success' || job.when === 'always' ? '' : ` (when: ${job.when})`;
    lines.push('', paint('good', `GitLab runs ${job.name} in stage ${job.stage}${waits}.`));
    return `${lines.join('\n')}\n`;
  }
  if (verdict.kind === 'refused')
    lines.push('', `${paint('dim', 'GitLab answers:')} ${printable(verdict.sentence)}`);
  const { cause, at } = verdict;
  const word = verdict.kind === 'refused' ? paint('error', 'because') : paint('warning', 'not known here');
  lines.push('', `${word}: ${printable(cause.message)} ${paint('dim', `[${cause.code}]`)}`);
  if (at)
    lines.push(
      paint('dim', `  ${at.file}:${at.line}:${at.column}`),
      ...excerpt(at, texts.get(at.file), paint),
    );
  if (cause.wayOut) lines.push(`  ${paint('info', 'help')}: ${cause.wayOut}`);
  const others = config.errors.filter((error) => error.message !== cause.message);
  lines.push(
    ...(cause.code.startsWith('CHAT_CONFIG')
      ? configTrouble({ ...config, errors: others }, texts, paint)
      : []),
  );
  return `${lines.join('\n')}\n`;
}

const SIGNS: Readonly<
  Record<ChainStep['verdict'], { readonly sign: string; readonly style: Parameters<Paint>[0] }>
> = {
  passed: { sign: '✓', style: 'good' },
  stopped: { sign: '✗', style: 'error' },
  skipped: { sign: '·', style: 'dim' },
};

function stepLines(step: ChainStep, paint: Paint): readonly string[] {
  const { sign, style } = SIGNS[step.verdict];
  const place = step.at === undefined ? '' : ` ${paint('dim', `${step.at.file}:${step.at.line}`)}`;
  const head = `${paint(style, sign)} ${paint('bold', step.step.padEnd(26))} ${printable(step.reason)}${place}`;
  const rules = (step.rules ?? []).flatMap((rule) => {
    const mark = rule.matched ? paint('good', '✓') : paint('dim', '✗');
    const line = rule.at === undefined ? '' : ` ${paint('dim', `line ${rule.at.line}`)}`;
    const result = rule.matched && rule.result ? ` → ${rule.result.when}` : '';
    const why = rule.clauses.map(({ why: reason }) => paint('dim', `        ${printable(reason)}`));
    return [`    ${mark} ${printable(rule.text)}${result}${line}`, ...why];
  });
  return [head, ...rules];
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
