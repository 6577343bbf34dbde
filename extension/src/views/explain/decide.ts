import {
  type ChainStep,
  evaluatePipeline,
  type PipelineVerdict,
  type PlannedJob,
  planChatPipeline,
} from '@gitlab-chatops/shared/chat';
import type { PipelineContext, SourceRange } from '@gitlab-chatops/shared/ci';
import type { Problem } from '@gitlab-chatops/shared/errors';
import { matchCommand } from '@gitlab-chatops/shared/slash';
import type { ConfigModel } from '../../workspace/index.js';
import type { ExplainForm } from './panel-state.js';

/** What GitLab does with a command, or with a job in a pipeline of another source. */
export interface Decision {
  readonly kind: 'runs' | 'refused' | 'unknown';
  readonly when?: string;
  readonly job?: PlannedJob;
  /** GitLab's answer in the channel. */
  readonly sentence?: string;
  readonly cause?: Problem;
  readonly at?: SourceRange;
  readonly steps: readonly ChainStep[];
}

/** What a decision is made from. */
type Readable = Pick<ConfigModel, 'config' | 'context'>;

export function decide(model: Readable, form: ExplainForm): Decision {
  return form.source === 'chat' ? decideChat(model, form) : decideOther(model, form);
}

function decideChat({ config, context }: Readable, form: ExplainForm): Decision {
  const verdict = planChatPipeline(
    config,
    { ...context, projectVariables: variablesOf(form) },
    { ...typed(form), channel: form.channel, userId: form.user },
  );
  const { steps } = verdict;
  if (verdict.kind === 'scheduled') return { kind: 'runs', when: verdict.job.when, job: verdict.job, steps };
  const { cause, at } = verdict;
  const place = at === undefined ? {} : { at };
  if (verdict.kind === 'unknown') return { kind: 'unknown', cause, steps, ...place };
  return { kind: 'refused', sentence: verdict.sentence, cause, steps, ...place };
}

/** What GitLab makes of the text: a name with a space in it is a name and an argument. */
function typed({ job, input }: ExplainForm): { command: string; input: string | null } {
  const match = matchCommand(`run ${escapeTyped(`${job} ${input}`.trim())}`);
  if (match?.command !== 'Run') return { command: job, input: input === '' ? null : input };
  return { command: match.captures.command, input: match.captures.arguments };
}

/** What Slack does to text that a person types, before anyone gets it. */
function escapeTyped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function decideOther({ config, context }: Readable, form: ExplainForm): Decision {
  const verdict = evaluatePipeline(config, sourceContext(context, form));
  const job = verdict.jobs.find((each) => each.job.name === form.job);
  const { stop } = verdict;
  if (stop !== undefined) {
    const place = stop.at === undefined ? {} : { at: stop.at };
    return { kind: 'refused', cause: stop.cause, steps: verdict.steps, ...place };
  }
  const rules = job?.trials ?? [];
  const step: ChainStep = {
    step: 'job_rules',
    verdict: job?.included ? 'passed' : 'stopped',
    reason: '',
    ...(rules.length === 0 ? {} : { rules }),
  };
  const steps = job === undefined ? verdict.steps : [...verdict.steps, step];
  if (job && isOpen(job)) return { kind: 'unknown', steps };
  if (job?.included) return { kind: 'runs', when: job.when, steps };
  return { kind: 'refused', steps, ...(job === undefined ? {} : { at: job.job.at }) };
}

/** Whether a fact that is not known here could change the outcome. */
function isOpen({ unknown, alternatives, when }: PipelineVerdict['jobs'][number]): boolean {
  if (unknown.length === 0) return false;
  return alternatives.length === 0 || alternatives.some((other) => other.when !== when);
}

/** `NAME=value`, separated by white space; what has another form is left out. */
function variablesOf({ variables }: ExplainForm): { key: string; value: string }[] {
  return variables
    .split(/\s+/)
    .filter((word) => /^[A-Za-z_]\w*=/.test(word))
    .map((word) => ({ key: word.slice(0, word.indexOf('=')), value: word.slice(word.indexOf('=') + 1) }));
}

/** Sources that carry variables of their own; for the others GitLab holds them in the project. */
const CARRY_VARIABLES = new Set(['web', 'api', 'trigger', 'pipeline', 'parent_pipeline']);

function sourceContext(context: PipelineContext, form: ExplainForm): PipelineContext {
  const { source } = form;
  const variables = variablesOf(form);
  const pipeline: PipelineContext = {
    ...context,
    source,
    changedPaths: { kind: 'unknown' },
    pipelineVariables: CARRY_VARIABLES.has(source) ? variables : [],
    scheduleVariables: source === 'schedule' ? variables : [],
    projectVariables: CARRY_VARIABLES.has(source) || source === 'schedule' ? [] : variables,
  };
  if (source !== 'merge_request_event') return pipeline;
  return {
    ...pipeline,
    ref: { name: 'feature', kind: 'merge_request' },
    mergeRequest: {
      id: 1,
      iid: 1,
      title: '',
      sourceBranch: 'feature',
      targetBranch: context.project.defaultBranch,
      eventType: 'detached',
    },
  };
}
