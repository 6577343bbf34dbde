import * as vscode from 'vscode';
import type { SimulatedRun } from '../run.js';
import type { Runs } from '../runs.js';
import type { PanelState, PanelStatus, PanelWords } from './panel-state.js';

export function stateOf(run: SimulatedRun, { rerunsOnSave }: Pick<Runs, 'rerunsOnSave'>): PanelState {
  const { request, view, startedAt } = run;
  const { answer, replies, gitlabReply, problems } = view;
  return {
    words: words(),
    typed: `/project run ${request.command}`,
    channel: request.channel,
    user: request.user,
    time: startedAt.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' }),
    status: statusOf(run),
    ...(answer === undefined ? {} : { answer: answerOf(answer) }),
    ours: replies.map(({ ts, isDirect, message }) => ({ ts, isDirect, message })),
    gitlab: gitlabReply ?? { kind: 'waiting' },
    problems: problems.map(({ problem, severity }) => ({ ...problem, severity })),
    rerunsOnSave,
  };
}

function answerOf({ sentence, scheduled, cause, at }: NonNullable<SimulatedRun['view']['answer']>) {
  return {
    sentence,
    scheduled,
    ...(cause === undefined ? {} : { cause }),
    ...(at === undefined ? {} : { place: `${at.file}:${at.line}` }),
  };
}

function statusOf({ view: { end, trouble } }: SimulatedRun): PanelStatus {
  if (end === undefined) return { kind: 'running', text: vscode.l10n.t('running') };
  const took = end.seconds === undefined ? '' : ` · ${vscode.l10n.t('{0} s', end.seconds.toFixed(1))}`;
  if (trouble !== undefined) return { kind: 'bad', text: trouble.message };
  switch (end.state) {
    case 'success':
      return { kind: 'good', text: `${vscode.l10n.t('succeeded')}${took}` };
    case 'failed': {
      const status =
        end.exitStatus === undefined ? '' : ` · ${vscode.l10n.t('exit status {0}', end.exitStatus)}`;
      return { kind: 'bad', text: `${vscode.l10n.t('failed')}${status}${took}` };
    }
    case 'canceled':
      return { kind: 'quiet', text: `${vscode.l10n.t('canceled')}${took}` };
    case 'refused':
      return { kind: 'bad', text: vscode.l10n.t('refused') };
    case 'waiting':
      return { kind: 'quiet', text: vscode.l10n.t('waits to be started') };
  }
}

function words(): PanelWords {
  const { t } = vscode.l10n;
  return {
    ours: t('Our reply'),
    oursMeans: t('With the gitlab-chatops driver'),
    theirs: t('GitLab’s own ChatOps'),
    theirsMeans: t('Without the driver'),
    waiting: t('Comes when the job ends.'),
    noReply: t('Nothing is posted.'),
    onlyYou: t('Only visible to you'),
    why: t('Why'),
    found: t('Found in this run'),
    json: t('JSON'),
    copy: t('Copy'),
    again: t('Run Again'),
    cancel: t('Cancel'),
    log: t('Show Log'),
    onSave: t('Run on save'),
    profile: t('Channel, User, Variables…'),
    here: t('Runs on this computer. Nothing is sent to GitLab or Slack.'),
  };
}
