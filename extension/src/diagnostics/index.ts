import * as vscode from 'vscode';
import type { Feature } from '../services.js';
import { ShellcheckBackground } from '../shellcheck/index.js';
import { CI_FILES } from '../workspace/index.js';
import { fixAll } from './fix-all.js';
import { Lints } from './lints.js';
import { QuickFixes } from './quick-fixes.js';
import { shellGrammar } from './shell-grammar.js';
import { showDiagnostics } from './show-diagnostics.js';

/** What lint finds, in the Problems view and behind the light bulb. */
export const diagnosing: Feature = ({ context, models, shellcheck, log }) => {
  const shell = shellGrammar(context.extensionUri);
  const background = shellcheck && new ShellcheckBackground(shellcheck, models, log);
  const lints = new Lints(models, shell, log, background);
  return vscode.Disposable.from(
    ...(background ? [background] : []),
    lints,
    showDiagnostics(lints),
    vscode.languages.registerCodeActionsProvider(CI_FILES, new QuickFixes(lints, shell), QuickFixes.metadata),
    vscode.commands.registerCommand('gitlabChatops.fixAll', () => fixAll(lints)),
  );
};
