import * as vscode from 'vscode';
import type { Services } from '../services.js';
import { tell } from './obstacle.js';
import { whyNone } from './running.js';

/** Where no job can run, the command is there for lenses and habits, and says so. */
export function simulationNotHere({ running, models }: Services): vscode.Disposable {
  return vscode.commands.registerCommand('gitlabChatops.run', async () => {
    await models.settled();
    const why = whyNone(
      running,
      models.all.map(({ root }) => root),
    );
    if (why !== undefined) await tell(why);
  });
}
