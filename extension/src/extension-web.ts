import type * as vscode from 'vscode';
import { activateFeatures } from './activate.js';
import { WEB_FEATURES } from './features-web.js';
import { notInABrowser } from './simulation/index.js';

/** Entry in the browser's extension host: no process, no disk, only what the editor holds and can read. */
export function activate(context: vscode.ExtensionContext): void {
  activateFeatures(context, notInABrowser(), WEB_FEATURES);
}
