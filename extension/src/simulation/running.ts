import * as vscode from 'vscode';
import type { ConfigRoot } from '../workspace/index.js';

/** Whether jobs can be run here, for everything that offers it. */
export interface Running {
  /** Why jobs of this repository cannot be run here, in one sentence; undefined: they can. */
  whyNot(root: ConfigRoot): string | undefined;
  readonly onDidChange: vscode.Event<void>;
}

/** In a browser there is nothing to run a job with. */
export function notInABrowser(): Running {
  const never = new vscode.EventEmitter<void>();
  const sentence = vscode.l10n.t(
    'Jobs run only in VS Code on a computer, over SSH, in WSL or in a container: a browser has no shell.',
  );
  return { whyNot: () => sentence, onDidChange: never.event };
}
