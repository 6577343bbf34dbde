import { expressionSyntax } from '../ci/expression/index.js';
import type { ResolvedConfig, ResolvedJob } from '../ci/index.js';
import { judgeWorkflow } from '../ci/policy/index.js';
import { type RuleTrial, ServerFailure } from '../ci/rules/index.js';
import type { PipelineContext, VariableCollection } from '../ci/variables/index.js';
import { CHAT_CAUSES, type ChatCauseCode } from './causes.js';
import { chatPipelineContext } from './command.js';
import type { JobExposure } from './job-exposure.js';
import { type Judged, type KeptExposure, KeptExposures } from './kept-exposures.js';
import { otherSourcesOf } from './other-sources.js';
import type { ChatVerdict } from './plan.js';
import { planInContext } from './plan-pipeline.js';
import {
  type OpenQuestion,
  type PossibleOutcomes,
  possibleOutcomes,
  possibleWorkflow,
} from './possible-outcomes.js';
import { raisingExpression } from './raising-expression.js';

export interface ExposureOptions {
  /** The variables of instance, groups and project in the context are all there are, so no other name is open. */
  readonly settingsKnown?: boolean;
}

/**
 * Which jobs chat can run, why, and what else runs them. A job depends on what is typed, where, and by whom
 * (CHAT_*, GITLAB_USER_*), and on variables that may be defined outside the file; other CI_* names are GitLab's own.
 */
export function chatExposure(
  config: ResolvedConfig,
  context: PipelineContext,
  { settingsKnown = false }: ExposureOptions = {},
): JobExposure[] {
  const isOutside = (name: string, variables: VariableCollection) =>
    isOpen(name, variables, context, settingsKnown);
  const expression = expressionSyntax(context.server.version);
  const question: OpenQuestion = {
    expression,
    isUnknown: (name, variables) => isTyped(name) || isOutside(name, variables),
  };
  // A [skip ci] of the moment says nothing about the jobs.
  const calm = { ...context, commit: { ...context.commit, message: '' } };
  const chat = chatPipelineContext(calm, { input: null, channel: null, userId: null });
  const others = config.valid ? otherSourcesOf(config, calm, { expression, isUnknown: isOutside }) : () => [];
  const workflow = once(() => possibleWorkflow(config, chat, question));
  const outcomes = (job: ResolvedJob) => possibleOutcomes(job, chat, workflow(), question);
  const judgedWorkflow = once(() => judgeWorkflow(config, chat, { expression }));
  const isSound = config.valid && config.unknown.length === 0 && !raisingExpression(config, expression);
  const exposures = isSound ? new KeptExposures({ config, context, settingsKnown }) : undefined;
  return config.jobs.map((job) => {
    const verdict = once(() => planInContext(config, chat, job.name, { judgedWorkflow }));
    const judgeIt = () => judge(config, job, verdict, outcomes);
    const kept: KeptExposure = exposures?.of(job, judgeIt) ?? { judged: judgeIt(), others: {} };
    return {
      job,
      get verdict() {
        return verdict();
      },
      get otherSources() {
        kept.others.sources ??= others(job);
        return kept.others.sources;
      },
      ...kept.judged,
    };
  });
}

/** Works the answer out when it is first asked for; an exception is not kept. */
function once<T extends object>(work: () => T): () => T {
  let answer: T | undefined;
  return () => {
    answer ??= work();
    return answer;
  };
}

function isTyped(name: string): boolean {
  return name.startsWith('GITLAB_USER_') || ['CHAT_INPUT', 'CHAT_CHANNEL', 'CHAT_USER_ID'].includes(name);
}

function isOpen(
  name: string,
  variables: VariableCollection,
  { guessed }: PipelineContext,
  settingsKnown: boolean,
): boolean {
  const known = variables.get(name);
  if (known !== undefined) return known.guessed === true;
  if (name.startsWith('CI_') || name.startsWith('GITLAB_')) return guessed.includes(name);
  return !settingsKnown;
}

function judge(
  config: ResolvedConfig,
  job: ResolvedJob,
  verdict: () => ChatVerdict,
  outcomes: (job: ResolvedJob) => PossibleOutcomes,
): Judged {
  const asPlanned = (chat: 'no' | 'unknown'): Judged => ({
    chat,
    dependsOn: [],
    reason: reasonOf(verdict(), job),
    rules: [],
  });
  if (config.unknown.length > 0) return asPlanned('unknown');
  if (!config.valid) return asPlanned('no');
  const fixed = hindrance(job);
  if (fixed !== undefined) return { chat: 'no', dependsOn: [], reason: fixed, rules: [] };
  try {
    return fromOutcomes(job, outcomes(job), verdict);
  } catch (error) {
    if (error instanceof ServerFailure) return asPlanned('no');
    throw error;
  }
}

/** What keeps a job from chat whatever its rules say. */
function hindrance(job: ResolvedJob): JobExposure['reason'] | undefined {
  if (job.name !== job.configName) return reason('CHAT_JOB_PARALLEL', job.keys.get('parallel') ?? job.at);
  if (/\s/.test(job.name)) return reason('CHAT_JOB_NAME_SPACE', job.at);
  if (job.kind === 'bridge') return reason('CHAT_TRIGGER_JOB', job.at);
  return undefined;
}

function fromOutcomes(job: ResolvedJob, outcomes: PossibleOutcomes, verdict: () => ChatVerdict): Judged {
  const { ways, unknown, trials: rules } = outcomes;
  const isIn = ways.filter(({ included }) => included);
  if (isIn.length === 0) return { chat: 'no', dependsOn: [], reason: reasonOf(verdict(), job), rules };
  const blocked = afterInclusion(job, isIn, outcomes);
  if (blocked !== undefined) return { chat: 'no', dependsOn: [], reason: blocked, rules };
  const dependsOn = [...new Set(unknown.flatMap((fact) => (fact.kind === 'variable' ? [fact.name] : [])))];
  // A job that starts only on failure is skipped at once: nothing runs before it.
  const starts = isIn.filter(({ when }) => when !== 'on_failure');
  if (starts.length === ways.length && outcomes.variableLoop() === 'never')
    return { chat: 'yes', dependsOn: [], reason: yesReason(job, rules), rules };
  const outside = unknown.find(({ kind }) => kind !== 'variable');
  if (outside !== undefined) {
    const text = `a rule asks for ${outside.name}, which is not known here`;
    return { chat: 'unknown', dependsOn, reason: { code: 'CHAT_UNKNOWN_FACT', text, at: job.at }, rules };
  }
  const open = rules.find(isOpenRule) ?? outcomes.workflowTrials.find(isOpenRule);
  const text = `depends on ${dependsOn.map((name) => `$${name}`).join(', ')}${open === undefined ? '' : `: ${open.text}`}`;
  return {
    chat: 'depends',
    dependsOn,
    reason: { code: 'CHAT_DEPENDS', text, at: open?.at ?? job.at },
    rules,
  };
}

function isOpenRule({ clauses }: RuleTrial): boolean {
  return clauses.some(({ unknown }) => unknown !== undefined);
}

/** What stops a job that its rules let in. */
function afterInclusion(
  job: ResolvedJob,
  isIn: PossibleOutcomes['ways'],
  outcomes: PossibleOutcomes,
): JobExposure['reason'] | undefined {
  if (job.needs?.job.some(({ optional }) => !optional)) {
    return reason('CHAT_NEED_MISSING', job.keys.get('needs') ?? job.at);
  }
  if (outcomes.variableLoop() === 'always') {
    return reason('CHAT_VARIABLE_LOOP', job.keys.get('variables') ?? job.at);
  }
  if (job.stage === '.pre' || job.stage === '.post') {
    return reason('CHAT_EDGE_STAGE', job.keys.get('stage') ?? job.at);
  }
  if (isIn.every(({ when }) => when === 'on_failure')) {
    return reason('CHAT_NEVER_STARTS', job.keys.get('when') ?? job.at);
  }
  return undefined;
}

function reason(code: ChatCauseCode, at: ResolvedJob['at']): JobExposure['reason'] {
  return { code, text: CHAT_CAUSES[code].summary, at };
}

function reasonOf(verdict: ChatVerdict, job: ResolvedJob): JobExposure['reason'] {
  if (verdict.kind === 'scheduled') return yesReason(job, []);
  const { cause, at } = verdict;
  return { code: cause.code, text: cause.message, at: at ?? job.at };
}

function yesReason(job: ResolvedJob, rules: readonly RuleTrial[]): JobExposure['reason'] {
  const matched = rules.find((trial) => trial.matched);
  if (matched !== undefined && !matched.text.startsWith('except')) {
    return { code: 'CHAT_RUNS', text: `rule: ${matched.text}`, at: matched.at ?? job.at };
  }
  return { code: 'CHAT_RUNS', text: 'no rule keeps it from a chat pipeline', at: job.at };
}
