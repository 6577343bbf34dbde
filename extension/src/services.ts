import type * as vscode from 'vscode';
import type { Shellcheck } from './shellcheck/index.js';
import type { Running } from './simulation/index.js';
import type { ConfigModels } from './workspace/index.js';

/** What every feature may use; made once per activation. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  /** The configurations of the open folders as the editors hold them, unsaved text included. */
  readonly models: ConfigModels;
  /** Whether jobs can be run here; the command is `gitlabChatops.run` with `{ uri, job }`. */
  readonly running: Running;
  /** Absent in a browser, which starts no program. */
  readonly shellcheck?: Shellcheck;
  /** Output channel "GitLab ChatOps": what went wrong in the background. */
  readonly log: vscode.LogOutputChannel;
}

/** One part of the extension: registers what it offers and says how to take it back. */
export type Feature = (services: Services) => vscode.Disposable;
