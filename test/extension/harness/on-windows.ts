import type * as vscode from 'vscode';
import { activateFeatures } from '../../../extension/src/activate.js';
import { NODE_FEATURES } from '../../../extension/src/features-node.js';
import { runningOnThisComputer } from '../../../extension/src/simulation/running-node.js';

/** Entry of the extension under test: extension/src/extension-node.ts on another platform. */
export function activate(context: vscode.ExtensionContext): void {
  activateFeatures(context, runningOnThisComputer(context, 'win32'), NODE_FEATURES);
}
