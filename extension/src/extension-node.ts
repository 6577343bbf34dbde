import type * as vscode from 'vscode';
import { activateFeatures } from './activate.js';
import { FEATURES } from './features.js';

/** Entry in a Node extension host: desktop, Remote, WSL, code-server. */
export function activate(context: vscode.ExtensionContext): void {
  activateFeatures(context, FEATURES);
}
