import type { ShellcheckCall, ShellcheckRequest } from '@gitlab-chatops/shared/lint';
import type * as vscode from 'vscode';
import type { ConfigRoot } from '../workspace/index.js';

/** shellcheck as this extension host can have it. */
export interface Shellcheck {
  /** How to ask it about scripts of this configuration; undefined: it is not there, not wanted or not allowed. */
  callFor(root: ConfigRoot): ((request: ShellcheckRequest) => Promise<ShellcheckCall>) | undefined;
  readonly onDidChange: vscode.Event<void>;
}
