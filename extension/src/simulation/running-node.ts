import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { obstacle } from './obstacle.js';
import type { Running } from './running.js';
import { obstacleAt } from './running-place.js';

/**
 * Jobs run in trusted folders on a disk of a Unix machine, with the pseudo-terminal that this platform's package brings.
 * `platform` is where the extension host runs: over SSH or in WSL, that machine.
 */
export function runningOnThisComputer(
  context: vscode.ExtensionContext,
  platform: NodeJS.Platform = process.platform,
): Running {
  const changed = new vscode.EventEmitter<void>();
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidGrantWorkspaceTrust(() => changed.fire()),
  );
  const hasPty = existsSync(join(context.extensionPath, 'dist/executor/node_modules/node-pty'));
  return {
    onDidChange: changed.event,
    whyNot({ uri: { scheme } }) {
      const kind = obstacleAt({ platform, hasPty, scheme, isTrusted: vscode.workspace.isTrusted });
      return kind && obstacle(kind, `${platform}-${process.arch}`);
    },
  };
}
