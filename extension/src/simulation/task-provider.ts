import * as vscode from 'vscode';
import type { ConfigModels } from '../workspace/index.js';
import type { Profiles } from './ask/profiles.js';
import { tell } from './obstacle.js';
import type { RunPlan } from './run.js';
import type { Running } from './running.js';
import type { Runs } from './runs.js';
import { JobTerminal } from './terminal/job-terminal.js';
import type { Terminals } from './terminal/terminals.js';

export const TASK_TYPE = 'chatops';

/** `{ "type": "chatops", "job": "deploy", "arguments": "staging" }` in tasks.json. */
interface ChatTaskDefinition extends vscode.TaskDefinition {
  readonly job: string;
  readonly arguments?: string;
  /** The configuration, relative to the workspace folder; needed where there are several. */
  readonly config?: string;
  readonly profile?: string;
}

export interface TaskServices {
  readonly runs: Runs;
  readonly models: ConfigModels;
  readonly profiles: Profiles;
  readonly terminals: Terminals;
  readonly running: Running;
  /** The user's word that the script may run on this computer. */
  readonly mayRun: (plan: RunPlan) => Promise<boolean>;
}

/** Tasks of type `chatops`: one for each job that chat can run, and those that tasks.json names. */
export function provideTasks(services: TaskServices): vscode.Disposable {
  return vscode.tasks.registerTaskProvider(TASK_TYPE, {
    async provideTasks() {
      await services.models.settled();
      return services.models.all.flatMap(({ root, exposures }) =>
        exposures
          .filter(({ chat }) => chat === 'yes' || chat === 'depends')
          .map(({ job }) => {
            const config = vscode.workspace.asRelativePath(root.uri, false);
            return createTask(services, { type: TASK_TYPE, job: job.name, config }, scopeOf(root.uri));
          }),
      );
    },
    resolveTask({ definition, scope }) {
      if (!isChatTask(definition)) return undefined;
      // VS Code takes the answer only with the very object that it gave.
      return createTask(services, definition, scope ?? vscode.TaskScope.Workspace);
    },
  });
}

function isChatTask(definition: vscode.TaskDefinition): definition is ChatTaskDefinition {
  return typeof definition.job === 'string' && definition.job !== '';
}

function createTask(
  services: TaskServices,
  definition: ChatTaskDefinition,
  scope: vscode.TaskScope | vscode.WorkspaceFolder,
): vscode.Task {
  const { job, arguments: input = '' } = definition;
  const execution = new vscode.CustomExecution(async () => {
    const terminal = new JobTerminal(startIn(services, definition));
    services.terminals.adoptNext(terminal);
    return terminal;
  });
  const name = `${job} ${input}`.trim();
  const task = new vscode.Task(definition, scope, name, 'chatops', execution, []);
  task.detail = vscode.l10n.t('Run the job from chat on this computer');
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, focus: false };
  return task;
}

/** Starts the run when VS Code shows the task's terminal, and ends the task with it. */
function startIn(services: TaskServices, definition: ChatTaskDefinition) {
  return async (terminal: JobTerminal): Promise<void> => {
    const plan = await planOf(services, definition);
    if (plan === undefined) {
      terminal.say(vscode.l10n.t('No configuration of this workspace has a job {0}.', definition.job));
      terminal.closeWith(2);
      return;
    }
    const why = services.running.whyNot(plan.root);
    if (why !== undefined) {
      terminal.say(why.sentence);
      terminal.closeWith(1);
      await tell(why);
      return;
    }
    if (!(await services.mayRun(plan))) {
      terminal.closeWith(1);
      return;
    }
    const run = await services.runs.start(plan, terminal);
    run.onDidClose(() => terminal.closeWith(run.view.end?.state === 'success' ? 0 : 1));
  };
}

async function planOf(
  { models, profiles }: TaskServices,
  { job, arguments: input = '', config, profile }: ChatTaskDefinition,
): Promise<RunPlan | undefined> {
  await models.settled();
  const model = models.all.find(
    ({ root, exposures }) =>
      (config === undefined || vscode.workspace.asRelativePath(root.uri, false) === config) &&
      exposures.some((exposure) => exposure.job.name === job),
  );
  if (model === undefined) return undefined;
  return { root: model.root, job, input, profile: profile ?? profiles.lastProfile(model.root) };
}

function scopeOf(uri: vscode.Uri): vscode.TaskScope | vscode.WorkspaceFolder {
  return vscode.workspace.getWorkspaceFolder(uri) ?? vscode.TaskScope.Workspace;
}
