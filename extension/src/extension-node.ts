import type * as vscode from 'vscode';
import { activateFeatures } from './activate.js';
import { NODE_FEATURES } from './features-node.js';
import { shellcheckOnThisComputer } from './shellcheck/on-this-computer.js';
import { runningOnThisComputer } from './simulation/running-node.js';

/** Entry in a Node extension host: desktop, Remote, WSL, code-server. */
export function activate(context: vscode.ExtensionContext): void {
  activateFeatures(context, runningOnThisComputer(context), NODE_FEATURES, {
    shellcheck: shellcheckOnThisComputer(context),
  });
}
