import type { RuleTrial } from '@gitlab-chatops/shared/chat';
import type { SourceRange } from '@gitlab-chatops/shared/ci';
import * as vscode from 'vscode';
import { type ConfigModel, placeText } from '../../workspace/index.js';
import { type Decision, decide } from './decide.js';
import type {
  Excerpt,
  ExplainAnswer,
  ExplainForm,
  ExplainState,
  PlaceView,
  RuleView,
} from './panel-state.js';
import { explainWords, stepTitle } from './words.js';

/** Sources that a person may ask about, chat first. */
const SOURCES = [
  'chat',
  'push',
  'merge_request_event',
  'schedule',
  'web',
  'api',
  'trigger',
  'pipeline',
  'parent_pipeline',
];

/** What the panel shows, and the places its links open, by their numbers. */
export interface Explained {
  readonly state: ExplainState;
  readonly places: readonly SourceRange[];
}

export function explain(model: ConfigModel, form: ExplainForm, canRun: boolean): Explained {
  const places: SourceRange[] = [];
  const linked = (at: SourceRange | undefined): { place?: PlaceView } =>
    at === undefined || model.uri(at.file) === undefined
      ? {}
      : { place: { text: placeText(at), number: places.push(at) - 1 } };
  const decision = decide(model, form);
  const state: ExplainState = {
    words: explainWords(canRun),
    form,
    jobs: model.exposures.map(({ job }) => job.name),
    sources: SOURCES,
    config: vscode.workspace.asRelativePath(model.root.uri),
    answer: {
      ...answerOf(form, decision),
      ...linked(decision.kind === 'runs' ? decision.job?.at : decision.at),
      ...excerptOf(model, decision),
    },
    steps: decision.steps.map(({ step, verdict, reason, at, rules = [] }) => ({
      verdict,
      title: stepTitle(step),
      reason,
      rules: rules.map((rule) => ({ ...ruleView(rule), ...linked(rule.at) })),
      ...linked(at),
    })),
    facts: factsOf(decision),
  };
  return { state, places };
}

function answerOf(form: ExplainForm, { kind, when, job, sentence, cause }: Decision): ExplainAnswer {
  const title = titleOf(form, kind, job?.stage);
  const waits = when === undefined || when === 'on_success' || when === 'always' ? '' : ` (when: ${when})`;
  return {
    kind,
    title: `${title}${waits}`,
    ...(sentence === undefined ? {} : { sentence }),
    ...(cause === undefined ? {} : { cause }),
  };
}

function titleOf({ job, source }: ExplainForm, kind: Decision['kind'], stage: string | undefined): string {
  const { t } = vscode.l10n;
  switch (kind) {
    case 'runs':
      return stage === undefined
        ? t('A {0} pipeline runs {1}', source, job)
        : t('GitLab runs {0} in stage {1}', job, stage);
    case 'refused':
      return source === 'chat'
        ? t('GitLab does not run {0}', job)
        : t('A {0} pipeline does not run {1}', source, job);
    case 'unknown':
      return t('It is not known here whether GitLab runs {0}', job);
  }
}

/** A longer line is cut around what is meant. */
const WIDTH = 120;

function excerptOf(model: ConfigModel, { kind, at }: Decision): { excerpt?: Excerpt } {
  const text = at === undefined || kind === 'runs' ? undefined : model.text(at.file);
  if (at === undefined || text === undefined) return {};
  const line = text.split('\n')[at.line - 1]?.replace(/\r$/, '') ?? '';
  const start = at.column - 1;
  const end = Math.min(line.length, start + Math.max(1, at.end - at.start));
  return {
    excerpt: {
      line: at.line,
      before: line.slice(Math.max(0, start - WIDTH / 2), start).trimStart(),
      marked: line.slice(start, end).slice(0, WIDTH),
      after: line.slice(end, end + WIDTH / 2),
    },
  };
}

function ruleView({ matched, text, result, clauses }: RuleTrial): RuleView {
  const isOpen = clauses.some(({ unknown }) => unknown !== undefined);
  return {
    verdict: matched ? 'matched' : isOpen ? 'open' : 'failed',
    text,
    ...(matched && result ? { result: result.when } : {}),
    clauses: clauses.map(({ why }) => why),
  };
}

function factsOf({ job }: Decision): [string, string][] {
  if (job === undefined) return [];
  const { environment, timeout, retry, image, tags, chatVariables } = job;
  const facts: [string, string | undefined][] = [
    ...chatVariables.map(({ key, value }): [string, string] => [key, value ?? vscode.l10n.t('(nothing)')]),
    ['environment', environment?.name],
    ['image', image?.name],
    ['tags', tags.length === 0 ? undefined : tags.join(', ')],
    ['timeout', timeout === undefined ? undefined : vscode.l10n.t('{0} seconds', timeout)],
    ['retry', retry === 0 ? undefined : String(retry)],
  ];
  return facts.flatMap(([label, value]): [string, string][] => (value === undefined ? [] : [[label, value]]));
}
