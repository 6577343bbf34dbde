import type * as vscode from 'vscode';
import { activateFeatures } from './activate.js';
import { FEATURES } from './features.js';

/** Entry in the browser's extension host: no process, no disk, only what the editor holds and can read. */
export function activate(context: vscode.ExtensionContext): void {
  activateFeatures(context, FEATURES);
}
