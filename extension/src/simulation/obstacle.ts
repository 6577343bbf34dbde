import * as vscode from 'vscode';
import type { ObstacleKind } from './running-place.js';

/** Why jobs cannot be run here, for everything that offers to run them. */
export interface Obstacle {
  /** A few words for a lens, behind "cannot be tried here: ". */
  readonly short: string;
  /** Why, and what to do. */
  readonly sentence: string;
  /** What leads to a place where jobs run. */
  readonly remedy?: { readonly title: string; readonly go: () => Thenable<unknown> };
}

/** An obstacle in words. `platform`: as in `linux-x64`. */
export function obstacle(kind: ObstacleKind, platform: string): Obstacle {
  const { t } = vscode.l10n;
  switch (kind) {
    case 'browser':
      return {
        short: t('a browser has no shell'),
        sentence: t(
          'A browser has no shell, so jobs do not run here: open the folder in VS Code on a computer, over SSH, in WSL or in a container. Linting and explanations work here too.',
        ),
      };
    case 'windows':
      return {
        short: t('Windows has no bash'),
        sentence: t(
          "Jobs do not run on Windows itself: the Runner's scripts need bash and a Unix pseudo-terminal. Open the folder in WSL, in a container or over SSH; linting and explanations work here too.",
        ),
        remedy: { title: t('Open in WSL'), go: openInWsl },
      };
    case 'no-pty':
      return {
        short: t('no native code for {0}', platform),
        sentence: t(
          'This package of the extension is the one without native code for {0}, so it cannot run jobs. Install the one for this platform.',
          platform,
        ),
        remedy: { title: t('Show the Extension'), go: () => showExtension('gitlab-chatops.gitlab-chatops') },
      };
    case 'virtual':
      return {
        short: t('the folder is virtual'),
        sentence: t(
          'Jobs run only in folders on a disk, and this one is virtual. Clone the repository and open the clone.',
        ),
        remedy: { title: t('Clone…'), go: () => vscode.commands.executeCommand('git.clone') },
      };
    case 'untrusted':
      return {
        short: t('the folder is not trusted'),
        sentence: t(
          'Jobs run only in trusted folders: running one starts its script on this computer. Trust the folder if you know who wrote it.',
        ),
        remedy: {
          title: t('Manage Workspace Trust'),
          go: () => vscode.commands.executeCommand('workbench.trust.manage'),
        },
      };
  }
}

/** Says what stands in the way, and goes where a click wants to. */
export async function tell({ sentence, remedy }: Obstacle): Promise<void> {
  const buttons = remedy === undefined ? [] : [remedy.title];
  const answer = await vscode.window.showWarningMessage(sentence, ...buttons);
  if (answer !== undefined) await remedy?.go();
}

const WSL = 'ms-vscode-remote.remote-wsl';

/** By the WSL extension; where it is not installed, it is shown so that it can be. */
async function openInWsl(): Promise<unknown> {
  if (vscode.extensions.getExtension(WSL) === undefined) return showExtension(WSL);
  return vscode.commands.executeCommand('remote-wsl.reopenInWSL');
}

function showExtension(id: string): Thenable<unknown> {
  return vscode.commands.executeCommand('workbench.extensions.search', `@id:${id}`);
}
