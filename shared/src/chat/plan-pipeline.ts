import type { ResolvedConfig } from '../ci/index.js';
import type { JobVerdict } from '../ci/policy/index.js';
import type { RuleOutcome, UnknownFact } from '../ci/rules/index.js';
import { inspectText } from '../ci/value/ruby-text.js';
import type { PipelineContext } from '../ci/variables/index.js';
import type { Problem } from '../errors/index.js';
import { chatCause } from './causes.js';
import { type ChatCommand, chatPipelineContext } from './command.js';
import { type Creation, type CreationOptions, createPipeline } from './creation.js';
import type { ChainStep, ChatRefusal, ChatVerdict } from './plan.js';
import { plannedJob } from './planned-job.js';

/**
 * What `/project run NAME ARGUMENTS` does now. `config` is the resolved configuration of the default branch's head,
 * undefined when there is no file; `context` the pipeline that would be created (its source and pipeline variables
 * are replaced by those of a chat pipeline).
 * GitLab: lib/gitlab/slash_commands/run.rb, lib/gitlab/chat/command.rb, app/services/ci/create_pipeline_service.rb.
 */
export function planChatPipeline(
  config: ResolvedConfig | undefined,
  context: PipelineContext,
  command: ChatCommand,
): ChatVerdict {
  return planInContext(config, chatPipelineContext(context, command), command.command);
}

/** The same for a context that is a chat pipeline's already. */
export function planInContext(
  config: ResolvedConfig | undefined,
  chat: PipelineContext,
  command: string,
  options: Pick<CreationOptions, 'judgedWorkflow'> = {},
): ChatVerdict {
  const [file] = config?.unknown ?? [];
  const creation = createPipeline(config, chat, { ...options, only: command });
  if (file !== undefined && creation.stop?.step !== 'skip') {
    const message = `${file.what} could not be read (${file.reason})`;
    const steps = creation.steps.filter(({ step }) => step === 'skip' || step === 'config_content');
    const cause = chatCause('CHAT_UNKNOWN_FILE', message);
    return { kind: 'unknown', cause, ...(file.at === undefined ? {} : { at: file.at }), steps };
  }
  const open = openQuestion(creation);
  if (open !== undefined) return { kind: 'unknown', cause: open, steps: creation.steps };
  return concluded(creation, chat, command);
}

function concluded({ stop, steps, jobs }: Creation, chat: PipelineContext, command: string): ChatVerdict {
  if (stop !== undefined) {
    const answer = stop.persisted ? 'unsupported' : 'not_scheduled';
    const error = stop.message === '' ? {} : { pipelineError: stop.message };
    return { ...refusal(answer, command, stop.cause, steps, stop.at), ...error };
  }
  const verdict = jobs.find(({ included }) => included);
  if (verdict === undefined) throw new Error('a created chat pipeline holds a job');
  const created: ChainStep = { step: 'create', verdict: 'passed', reason: `${command} is created` };
  if (verdict.job.kind === 'bridge') {
    const cause = chatCause(
      'CHAT_TRIGGER_JOB',
      `${command} triggers another pipeline; it runs, but GitLab has no build to answer for`,
    );
    const present: ChainStep = {
      step: 'present',
      verdict: 'stopped',
      reason: cause.message,
      at: verdict.job.at,
    };
    return refusal('unsupported', command, cause, [...steps, created, present], verdict.job.at);
  }
  return { kind: 'scheduled', job: plannedJob(verdict, chat), steps: [...steps, created] };
}

function refusal(
  answer: ChatRefusal['answer'],
  command: string,
  cause: Problem,
  steps: readonly ChainStep[],
  at: ChatRefusal['at'],
): ChatRefusal {
  const place = at === undefined ? {} : { at };
  return { kind: 'refused', answer, sentence: SENTENCES[answer](command), cause, ...place, steps };
}

/** GitLab: lib/gitlab/slash_commands/presenters/run.rb. */
const SENTENCES: Readonly<Record<ChatRefusal['answer'], (command: string) => string>> = {
  not_scheduled: (command) =>
    'The command could not be scheduled. Make sure that your project has a .gitlab-ci.yml that defines a job ' +
    `with the name ${inspectText(command)}`,
  unsupported: () => 'Sorry, this chat service is currently not supported by GitLab ChatOps.',
};

/** A rule that asked for something not known here, where the answer would change the outcome. */
function openQuestion({ workflow, jobs }: Creation): Problem | undefined {
  const verdicts: readonly {
    readonly when: string;
    readonly unknown: readonly UnknownFact[];
    readonly alternatives: readonly RuleOutcome[];
  }[] = [...(workflow === undefined ? [] : [workflow]), ...jobs];
  for (const verdict of verdicts) {
    const [fact] = verdict.unknown;
    if (fact !== undefined && !isSettled(verdict)) {
      return chatCause('CHAT_UNKNOWN_FACT', `a rule asks for ${fact.name}, which is not known here`);
    }
  }
  return undefined;
}

/** Rules whose open clauses lead nowhere else are settled; only/except with an open clause never are. */
function isSettled({ when, alternatives }: Pick<JobVerdict, 'when' | 'alternatives'>): boolean {
  return alternatives.length > 0 && alternatives.every((other) => other.when === when);
}
