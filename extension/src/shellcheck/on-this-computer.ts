import { isAbsolute } from 'node:path';
import * as vscode from 'vscode';
import { findShellcheck } from './find.js';
import type { Shellcheck } from './shellcheck.js';

const SETTING = 'gitlabChatops.shellcheck';

/** In trusted folders on a disk: the program that the machine's settings name, else the first on PATH. */
export function shellcheckOnThisComputer(context: vscode.ExtensionContext): Shellcheck {
  const changed = new vscode.EventEmitter<void>();
  let program: { readonly path: string | undefined } | undefined;
  const lookAgain = (): void => {
    program = undefined;
    changed.fire();
  };
  context.subscriptions.push(
    changed,
    vscode.workspace.onDidGrantWorkspaceTrust(lookAgain),
    vscode.workspace.onDidChangeWorkspaceFolders(lookAgain),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration(SETTING)) lookAgain();
    }),
  );
  return {
    onDidChange: changed.event,
    callFor({ uri }) {
      if (!vscode.workspace.isTrusted || uri.scheme !== 'file') return undefined;
      const settings = vscode.workspace.getConfiguration(SETTING, uri);
      if (!settings.get<boolean>('enabled', true)) return undefined;
      program ??= { path: programOf(settings.get<string>('path', '')) };
      const { path } = program;
      if (path === undefined) return undefined;
      return async (request) => {
        // Starting the extension does not pay for it.
        const { callShellcheck } = await import('./call.js');
        return callShellcheck(path, request);
      };
    },
  };
}

function programOf(named: string): string | undefined {
  if (named !== '') return isAbsolute(named) ? named : undefined;
  const open = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === 'file');
  return findShellcheck(
    process.env.PATH,
    open.map(({ uri }) => uri.fsPath),
  );
}
