import * as vscode from 'vscode';
import { jobAtCursor } from '../language/job-at-cursor.js';
import type { Services } from '../services.js';
import type { ConfigModels, ConfigRoot } from '../workspace/index.js';
import { agree } from './ask/agree.js';
import { askInput } from './ask/ask-input.js';
import { askJob, type ChosenJob } from './ask/ask-job.js';
import { editProfile } from './ask/edit-profile.js';
import { Profiles } from './ask/profiles.js';
import { writtenExample } from './ask/written-example.js';
import { tell } from './obstacle.js';
import { ReplyPanel } from './reply/reply-panel.js';
import type { RunPlan } from './run.js';
import { showRunProblems } from './run-diagnostics.js';
import { whyNone } from './running.js';
import { Runs, sandboxSetting } from './runs.js';
import { provideTasks } from './task-provider.js';
import { Terminals } from './terminal/terminals.js';

/** Runs chat jobs on this computer: commands, tasks, terminals, the reply panel, what runs find. */
export function simulation(services: Services): vscode.Disposable {
  const { context, models, running } = services;
  const profiles = new Profiles(context);
  const runs = new Runs(context.extensionPath, profiles);
  const terminals = new Terminals();

  const mayRun = (chosen: ChosenJob): Promise<boolean> => agree(profiles, chosen, sandboxSetting());

  /** The job of a click, or the one that the user picks; nobody picks a job to hear that none can be run. */
  async function choose(target: unknown): Promise<ChosenJob | undefined> {
    await models.settled();
    const clicked = jobOf(target, models);
    const roots = clicked ? [clicked.root] : models.all.map(({ root }) => root);
    const none = whyNone(running, roots);
    if (none) {
      await tell(none);
      return undefined;
    }
    const cursor = jobAtCursor(models);
    const likely = cursor && { root: cursor.model.root, job: cursor.job };
    const chosen = clicked ?? (await askJob(models.all, likely));
    const why = chosen && running.whyNot(chosen.root);
    if (why === undefined) return chosen;
    await tell(why);
    return undefined;
  }

  async function run(target: unknown): Promise<void> {
    const chosen = await choose(target);
    if (chosen === undefined || !(await mayRun(chosen))) return;
    const plan = await askPlan(profiles, chosen, exampleOf(chosen, models));
    if (plan !== undefined) await runs.start(plan, terminals.of(chosen.root.uri, chosen.job));
  }

  const panel = new ReplyPanel(context.extensionUri, runs, {
    showLog: ({ plan }) => terminals.reveal(plan.root.uri, plan.job),
    editProfile: ({ plan }) => void editProfile(profiles, plan.root, plan.profile),
  });
  const { registerCommand } = vscode.commands;
  return vscode.Disposable.from(
    runs,
    terminals,
    panel,
    showRunProblems(runs, models),
    provideTasks({ runs, models, profiles, terminals, running, mayRun }),
    registerCommand('gitlabChatops.run', run),
    registerCommand('gitlabChatops.runAgain', () => runs.latest?.again()),
    registerCommand('gitlabChatops.cancelRun', () => runs.latest?.cancel()),
    registerCommand('gitlabChatops.showReply', () => panel.reveal()),
    registerCommand('gitlabChatops.rerunOnSave', () => {
      runs.rerunsOnSave = !runs.rerunsOnSave;
    }),
    registerCommand('gitlabChatops.editProfile', async () => {
      const root = await askRoot(models);
      if (root) await editProfile(profiles, root, profiles.lastProfile(root));
    }),
    followRuns(runs),
  );
}

/** Asks for the arguments, and on the way for what the job is given; remembers both. */
async function askPlan(
  profiles: Profiles,
  chosen: ChosenJob,
  example: string | undefined,
): Promise<RunPlan | undefined> {
  const { root, job } = chosen;
  let profile = profiles.lastProfile(root);
  let input = profiles.lastInput(root, job);
  for (;;) {
    const scene = profiles.scene(root, profile);
    const answer = await askInput(chosen, { input, profile, scene, example });
    if (answer === undefined) return undefined;
    input = answer.input;
    if (answer.kind === 'run') {
      await profiles.setLastInput(root, job, input);
      return { root, job, input, profile };
    }
    profile = await editProfile(profiles, root, profile);
  }
}

/** What a comment above the job says that people type. */
function exampleOf({ root, job }: ChosenJob, { all }: ConfigModels): string | undefined {
  const model = all.find((one) => one.root.uri.toString() === root.uri.toString());
  const found = model?.exposures.find((exposure) => exposure.job.name === job)?.job;
  const text = found && model?.text(found.at.file);
  if (found === undefined || text === undefined) return undefined;
  return writtenExample(text, found.configName, found.at.line);
}

/** `{ uri, job }` as lenses and views hand over: the configuration's file and the job's name. */
function jobOf(target: unknown, models: ConfigModels): ChosenJob | undefined {
  if (typeof target !== 'object' || target === null || !('job' in target) || !('uri' in target))
    return undefined;
  const { job, uri } = target;
  if (typeof job !== 'string') return undefined;
  const key = String(uri);
  const model =
    models.all.find(({ root }) => root.uri.toString() === key) ??
    models.all.find((one) => one.config.files.some((file) => one.uri(file)?.toString() === key));
  return model && { root: model.root, job };
}

async function askRoot(models: ConfigModels): Promise<ConfigRoot | undefined> {
  await models.settled();
  const roots = models.all.map(({ root }) => root);
  if (roots.length < 2) return roots[0];
  const items = roots.map((root) => ({ label: vscode.workspace.asRelativePath(root.uri), root }));
  return (await vscode.window.showQuickPick(items, { title: vscode.l10n.t('Which Repository') }))?.root;
}

/** Context keys for menus: something ran, something runs. */
function followRuns(runs: Runs): vscode.Disposable {
  const set = (key: string, value: boolean): void =>
    void vscode.commands.executeCommand('setContext', `gitlabChatops.${key}`, value);
  return runs.onDidStart((run) => {
    set('hasRun', true);
    set('isRunning', true);
    run.onDidClose(() => set('isRunning', runs.latest?.isRunning === true));
  });
}
