import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Running } from './running.js';

/** Jobs run in trusted folders on a disk of a Unix machine, with the pseudo-terminal that this platform's package brings. */
export function runningOnThisComputer(context: vscode.ExtensionContext): Running {
  const changed = new vscode.EventEmitter<void>();
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
  );
  const platform = whyNotOnThisPlatform(context.extensionPath);
  return {
    onDidChange: changed.event,
    whyNot(root) {
      if (platform !== undefined) return platform;
      if (root.uri.scheme !== 'file') {
        return vscode.l10n.t('Jobs run only in folders on a disk, and this one is virtual.');
      }
      if (vscode.workspace.isTrusted) return undefined;
      return vscode.l10n.t(
        'Jobs run only in trusted folders: running one starts its script on this computer.',
      );
    },
  };
}

function whyNotOnThisPlatform(extensionPath: string): string | undefined {
  if (process.platform === 'win32') {
    return vscode.l10n.t(
      "Jobs do not run on Windows itself: the Runner's scripts need bash and a Unix pseudo-terminal. Open the folder in WSL; linting and explanations work here too.",
    );
  }
  if (existsSync(join(extensionPath, 'dist/executor/node_modules/node-pty'))) return undefined;
  return vscode.l10n.t(
    'This package of the extension is the one without native code for {0}, so it cannot run jobs. Install the one for this platform.',
    `${process.platform}-${process.arch}`,
  );
}
