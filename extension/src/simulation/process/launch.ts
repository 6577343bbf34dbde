import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';
import type { Launch } from './run-process.js';

/** Variables of the editor's own process that change what programs do. */
const OF_THE_EDITOR = /^(VSCODE_|ELECTRON_|CODE_SERVER_|NODE_OPTIONS$|NODE_CHANNEL_)/;

/**
 * The bundled command line under the Node that runs this extension; on a desktop that is Electron, which
 * ELECTRON_RUN_AS_NODE makes a Node. Paths of programs are settings of the machine, which no folder can change.
 */
export function launchOf(extensionPath: string): Launch {
  const settings = vscode.workspace.getConfiguration('gitlabChatops');
  const node = settings.get<string>('nodePath', '') || process.execPath;
  const folders = settings.get<readonly string[]>('programFolders', []);
  const kept = Object.entries(process.env).filter(([name]) => !OF_THE_EDITOR.test(name));
  return {
    node,
    script: join(extensionPath, 'dist/executor/dist/gitlab-chatops.cjs'),
    environment: {
      ...Object.fromEntries(kept),
      PATH: [...folders, process.env.PATH ?? ''].join(delimiter),
      ELECTRON_RUN_AS_NODE: '1',
      GITLAB_CHATOPS_NODE: node,
    },
  };
}
