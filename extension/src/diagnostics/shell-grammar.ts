import { createShellParser, type ShellParser } from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';

/** The shell grammar that travels with the extension; read on the first call, so that starting costs nothing. */
export function shellGrammar(extension: vscode.Uri): () => Promise<ShellParser> {
  const read = (name: string): Thenable<Uint8Array> =>
    vscode.workspace.fs.readFile(vscode.Uri.joinPath(extension, 'dist/wasm', name));
  let parser: Promise<ShellParser> | undefined;
  return () => {
    parser ??= Promise.all([read('web-tree-sitter.wasm'), read('tree-sitter-bash.wasm')]).then(
      ([runtime, bash]) => createShellParser({ runtime, bash }),
    );
    return parser;
  };
}
