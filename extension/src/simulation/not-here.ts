import * as vscode from 'vscode';
import type { Services } from '../services.js';

/** Where no job can run, the command is there for lenses and habits, and says so. */
export function simulationNotHere({ running, models }: Services): vscode.Disposable {
  return vscode.commands.registerCommand('gitlabChatops.run', async () => {
    await models.settled();
    const [model] = models.all;
    const why = model && running.whyNot(model.root);
    if (why !== undefined) void vscode.window.showWarningMessage(why);
  });
}
