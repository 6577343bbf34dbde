import * as vscode from 'vscode';
import type { ExplainWords } from './panel-state.js';

export function explainWords(canRun: boolean): ExplainWords {
  const { t } = vscode.l10n;
  return {
    job: t('Job'),
    input: t('Arguments'),
    inputHint: t('arguments'),
    more: t('Channel, user, source, variables'),
    channel: t('Channel (CHAT_CHANNEL)'),
    user: t('User (CHAT_USER_ID)'),
    source: t('Pipeline source'),
    variables: t('CI/CD variables, as NAME=value NAME=value'),
    says: t('GitLab answers in the channel'),
    because: t('The true cause'),
    wayOut: t('Way out'),
    steps: t('How GitLab decides'),
    line: t('line'),
    run: t('Run from chat…'),
    canRun,
  };
}

/** A step of GitLab's creation chain for people; GitLab's own word where there is no other. */
export function stepTitle(step: string): string {
  const { t } = vscode.l10n;
  const titles: Readonly<Record<string, string>> = {
    skip: t('Commit message'),
    config_content: t('Configuration file'),
    config: t('Validity of the configuration'),
    remove_unwanted_chat_jobs: t('The job of this name'),
    workflow_rules: 'workflow:rules',
    seed: t('Rules of the job'),
    job_rules: t('Rules of the job'),
    populate: t('Jobs of the pipeline'),
    create: t('Pipeline'),
    present: t('Answer'),
  };
  return titles[step] ?? step;
}
