import * as vscode from 'vscode';
import type { Feature } from '../services.js';
import { ChatJobs } from './chat-jobs.js';
import { setContextKeys } from './context-keys.js';
import { ExplainPanel } from './explain/explain-panel.js';
import { showCount } from './status-bar.js';

/** What stands beside the text: the Chat Jobs view, the explanation of a command, the count in the status bar. */
export const overview: Feature = (services) => {
  const explanation = new ExplainPanel(services);
  return vscode.Disposable.from(
    setContextKeys(services),
    new ChatJobs(services),
    showCount(services.models),
    explanation,
    vscode.commands.registerCommand('gitlabChatops.explain', (target: unknown) => explanation.show(target)),
  );
};
