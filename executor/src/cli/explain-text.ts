import type { ChainStep, ChatVerdict, PipelineVerdict } from '@gitlab-chatops/shared/chat';
import type { Paint } from '@gitlab-chatops/shared/lint';
import { printable, printableLines } from '@gitlab-chatops/shared/words';
import type { ReadConfig } from '../repository/index.js';
import { configTrouble, source } from './config-text.js';

/** Channel and person where none is named. */
export const MADE_UP = { channel: 'C0000000000', user: 'U0000000000' } as const;

/** The whole decision as text: the steps, what GitLab answers, the true cause with its line, the way out. */
export function explainText(
  verdict: ChatVerdict,
  { allTexts: texts, config }: Pick<ReadConfig, 'allTexts' | 'config'>,
  paint: Paint,
): string {
  const reason = verdict.kind === 'scheduled' ? undefined : verdict.cause.message;
  const lines = verdict.steps.flatMap((step) => stepLines(step, paint, step.reason === reason));
  if (lines.some((line) => line.includes(MADE_UP.channel) || line.includes(MADE_UP.user))) {
    lines.push(paint('dim', '  Channel or person are made up; --channel and --user name real ones.'));
  }
  if (verdict.kind === 'scheduled') {
    const { job } = verdict;
    const waits = job.when === 'on_success' || job.when === 'always' ? '' : ` (when: ${job.when})`;
    lines.push('', paint('good', `GitLab runs ${job.name} in stage ${job.stage}${waits}.`));
    return `${lines.join('\n')}\n`;
  }
  if (verdict.kind === 'refused')
    lines.push('', `${paint('dim', 'GitLab answers:')} ${printableLines(verdict.sentence)}`);
  const { cause, at } = verdict;
  const word = verdict.kind === 'refused' ? paint('error', 'because') : paint('warning', 'not known here');
  lines.push('', `${word}: ${printableLines(cause.message)} ${paint('dim', `[${cause.code}]`)}`);
  lines.push(...source(at, texts, paint));
  if (cause.wayOut) lines.push(`  ${paint('info', 'help')}: ${printableLines(cause.wayOut)}`);
  // GitLab gives its first error with the refusal; whoever mends the file wants all of them.
  if (config.errors.some(({ message }) => message === cause.message)) {
    const others = config.errors.filter(({ message }) => message !== cause.message);
    lines.push(...configTrouble({ ...config, errors: others }, texts, paint));
  }
  return `${lines.join('\n')}\n`;
}

/** The same for a pipeline of another source: the steps, the job's rules, whether it runs. */
export function pipelineText(
  name: string,
  pipelineSource: string,
  verdict: PipelineVerdict,
  { allTexts, config }: Pick<ReadConfig, 'allTexts' | 'config'>,
  paint: Paint,
): string {
  const job = verdict.jobs.find((each) => each.job.name === name);
  const runs = verdict.created && job?.included === true;
  const rules = job?.trials ?? [];
  const step: ChainStep = { step: 'job rules', verdict: runs ? 'passed' : 'stopped', reason: '', rules };
  const steps = rules.length === 0 ? verdict.steps : [...verdict.steps, step];
  const lines = [
    ...steps.flatMap((each) => stepLines(each, paint)),
    ...configTrouble(config, allTexts, paint),
    '',
    paint(runs ? 'good' : 'error', sentenceOf(name, pipelineSource, verdict)),
  ];
  return `${lines.join('\n')}\n`;
}

function sentenceOf(name: string, source: string, { created, jobs }: PipelineVerdict): string {
  const job = jobs.find((each) => each.job.name === name);
  if (!created) return `GitLab creates no ${source} pipeline.`;
  if (job === undefined) return `There is no job ${printable(name)}.`;
  if (isOpen(job)) {
    const facts = job.unknown.map((fact) => fact.name).join(', ');
    return `Whether a ${source} pipeline runs ${printable(name)} is not known: ${printableLines(facts)}.`;
  }
  if (!job.included) return `A ${source} pipeline does not run ${printable(name)}.`;
  const when = job.when === 'on_success' ? '' : ` (when: ${job.when})`;
  return `A ${source} pipeline runs ${printable(name)}${when}.`;
}

/** Whether a fact that is not known here could change the outcome. */
function isOpen({ unknown, alternatives, when }: PipelineVerdict['jobs'][number]): boolean {
  return (
    unknown.length > 0 && !(alternatives.length > 0 && alternatives.every((other) => other.when === when))
  );
}

const SIGNS: Readonly<
  Record<ChainStep['verdict'], { readonly sign: string; readonly style: Parameters<Paint>[0] }>
> = {
  passed: { sign: '✓', style: 'good' },
  stopped: { sign: '✗', style: 'error' },
  skipped: { sign: '·', style: 'dim' },
};

/** Steps of GitLab's chain in words of its users; the others have such names already. */
const STEPS: Readonly<Record<string, string>> = {
  skip: 'skip request',
  config_content: 'configuration file',
  config: 'configuration',
  workflow_rules: 'workflow:rules',
  seed: 'jobs of the pipeline',
  populate: 'pipeline',
  remove_unwanted_chat_jobs: 'the named job alone',
  create: 'creation',
  present: 'answer',
};
const STEP_WIDTH = 20;

/** @param isCause its reason stands below, with the line it comes from. */
function stepLines(step: ChainStep, paint: Paint, isCause = false): readonly string[] {
  const { sign, style } = SIGNS[step.verdict];
  const place = step.at === undefined ? '' : ` ${paint('dim', `${printable(step.at.file)}:${step.at.line}`)}`;
  const name = (STEPS[step.step] ?? step.step).padEnd(STEP_WIDTH);
  const head =
    `${paint(style, sign)} ${paint('bold', name)}  ${isCause ? 'stops here' : `${printableLines(step.reason)}${place}`}`.trimEnd();
  const rules = (step.rules ?? []).flatMap((rule) => {
    const mark = rule.matched ? paint('good', '✓') : paint('dim', '✗');
    const line = rule.at === undefined ? '' : ` ${paint('dim', `line ${rule.at.line}`)}`;
    const result = rule.matched && rule.result ? ` → ${rule.result.when}` : '';
    const why = rule.clauses.map(({ why: reason }) => paint('dim', `        ${printableLines(reason)}`));
    return [`    ${mark} ${printableLines(rule.text)}${result}${line}`, ...why];
  });
  return [head, ...rules];
}
