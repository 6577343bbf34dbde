import type { JobExposure } from '@gitlab-chatops/shared/chat';
import * as vscode from 'vscode';
import { otherSourcesTitle, ruleLine } from '../language/exposure-words.js';
import { type ConfigModel, locationOf, placeText } from '../workspace/index.js';
import type { Group } from './job-groups.js';

/** A job in the view; `uri` and `job` are what the commands of its buttons take. */
export interface JobNode {
  readonly kind: 'job';
  readonly model: ConfigModel;
  readonly exposure: JobExposure;
  readonly uri: string;
  readonly job: string;
}

export function rootItem({ root }: ConfigModel): vscode.TreeItem {
  const item = new vscode.TreeItem(root.uri, vscode.TreeItemCollapsibleState.Expanded);
  item.label = vscode.workspace.asRelativePath(root.uri);
  item.iconPath = vscode.ThemeIcon.File;
  item.id = root.uri.toString();
  return item;
}

export function groupItem(group: Group, count: number, { root }: ConfigModel): vscode.TreeItem {
  const item = new vscode.TreeItem(groupTitle(group), vscode.TreeItemCollapsibleState.Expanded);
  item.description = String(count);
  item.iconPath = groupIcon(group);
  item.id = `${root.uri} ${group}`;
  return item;
}

function groupTitle(group: Group): string {
  switch (group) {
    case 'yes':
      return vscode.l10n.t('Chat can run');
    case 'depends':
      return vscode.l10n.t('Depends on what is typed or set');
    case 'no':
      return vscode.l10n.t('Chat cannot run');
    case 'unknown':
      return vscode.l10n.t('Not known here');
  }
}

const ICONS: Readonly<Record<Group, readonly [icon: string, colour: string]>> = {
  yes: ['pass', 'testing.iconPassed'],
  depends: ['question', 'charts.yellow'],
  no: ['circle-slash', 'disabledForeground'],
  unknown: ['circle-outline', 'disabledForeground'],
};

function groupIcon(group: Group): vscode.ThemeIcon {
  const [icon, colour] = ICONS[group];
  return new vscode.ThemeIcon(icon, new vscode.ThemeColor(colour));
}

export function jobItem({ model, exposure, uri, job }: JobNode, canRun: boolean): vscode.TreeItem {
  const { chat, dependsOn, reason } = exposure;
  const item = new vscode.TreeItem(job);
  item.id = `${uri} ${job}`;
  item.iconPath = groupIcon(chat);
  item.description =
    chat === 'depends' ? dependsOn.map((name) => `$${name}`).join(', ') : chat === 'yes' ? '' : reason.text;
  const others = otherSourcesTitle(exposure);
  const lines = [
    job,
    reason.text,
    ...exposure.rules.map(ruleLine),
    ...(others === undefined ? [] : [others]),
  ];
  item.tooltip = [...lines, placeText(exposure.job.at)].join('\n');
  item.contextValue = chat !== 'no' && canRun ? 'job.runnable' : 'job';
  const location = locationOf(model, exposure.job.at);
  if (location) {
    item.command = {
      command: 'vscode.open',
      title: vscode.l10n.t('Open'),
      arguments: [location.uri, { selection: location.range }],
    };
  }
  return item;
}
