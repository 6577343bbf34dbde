import type { JobExposure } from '@gitlab-chatops/shared/chat';
import * as vscode from 'vscode';
import { withoutIcons } from '../../language/exposure-words.js';
import type { ConfigModel, ConfigRoot } from '../../workspace/index.js';

export interface ChosenJob {
  readonly root: ConfigRoot;
  readonly job: string;
}

interface JobItem extends vscode.QuickPickItem {
  readonly chosen?: ChosenJob;
}

/** Lets the user pick one job of all configurations, those that chat can run first; `likely` is picked by Enter. */
export async function askJob(
  models: readonly ConfigModel[],
  likely: ChosenJob | undefined,
): Promise<ChosenJob | undefined> {
  const items = models.flatMap((model) => itemsOf(model, models.length > 1));
  if (items.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t('There is no job to run: no .gitlab-ci.yml in the open folders has one.'),
    );
    return undefined;
  }
  const box = vscode.window.createQuickPick<JobItem>();
  box.title = vscode.l10n.t('Run Job from Chat');
  box.placeholder = vscode.l10n.t('The job, as in /project run JOB');
  box.matchOnDescription = true;
  box.items = items;
  box.activeItems = items.filter(
    ({ chosen }) => likely !== undefined && chosen?.root === likely.root && chosen.job === likely.job,
  );
  return new Promise((answer) => {
    box.onDidAccept(() => {
      answer(box.activeItems[0]?.chosen);
      box.hide();
    });
    box.onDidHide(() => {
      answer(undefined);
      box.dispose();
    });
    box.show();
  });
}

function itemsOf({ root, exposures }: ConfigModel, isOneOfSeveral: boolean): JobItem[] {
  const place = isOneOfSeveral ? `${vscode.workspace.asRelativePath(root.uri)} · ` : '';
  const group = (wanted: boolean, label: string): JobItem[] => {
    const jobs = exposures.filter(({ chat }) => (chat !== 'no') === wanted);
    if (jobs.length === 0) return [];
    const separator = { label: `${place}${label}`, kind: vscode.QuickPickItemKind.Separator };
    return [separator, ...jobs.map((exposure) => itemOf(root, exposure))];
  };
  return [
    ...group(true, vscode.l10n.t('chat can run')),
    ...group(false, vscode.l10n.t('chat cannot run: shows what GitLab would answer')),
  ];
}

function itemOf(root: ConfigRoot, { job, reason }: JobExposure): JobItem {
  const description = withoutIcons(reason.text);
  return { label: withoutIcons(job.name), description, chosen: { root, job: job.name } };
}
