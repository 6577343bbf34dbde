import type { RunRequest } from '@gitlab-chatops/shared/simulation';
import * as vscode from 'vscode';
import type { Profiles } from './ask/profiles.js';
import { launchOf } from './process/launch.js';
import { type RunPlan, type SimulatedRequest, SimulatedRun } from './run.js';
import { isInside, unsavedTexts } from './unsaved.js';

/** A save settles so long before the job runs again: "Save All" is one save. */
const SAVE_PAUSE_MS = 300;

/** Where a run's log is shown. */
export interface LogView {
  show(run: SimulatedRun): void;
}

/** The runs of this window: one at a time in each place where a log is shown, the latest of all in the reply panel. */
export class Runs implements vscode.Disposable {
  readonly #extensionPath: string;
  readonly #profiles: Profiles;
  readonly #latestChanged = new vscode.EventEmitter<SimulatedRun>();
  readonly #onSaveChanged = new vscode.EventEmitter<boolean>();
  readonly #saved: vscode.Disposable;
  readonly #running = new Map<LogView, SimulatedRun>();
  #latest: SimulatedRun | undefined;
  #rerunsOnSave = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** A run began. */
  readonly onDidStart = this.#latestChanged.event;
  readonly onDidChangeRerunOnSave = this.#onSaveChanged.event;

  constructor(extensionPath: string, profiles: Profiles) {
    this.#extensionPath = extensionPath;
    this.#profiles = profiles;
    this.#saved = vscode.workspace.onDidSaveTextDocument(({ uri }) => this.#onSave(uri));
  }

  get latest(): SimulatedRun | undefined {
    return this.#latest;
  }

  /** The latest run is run again whenever a file of its repository is saved. */
  get rerunsOnSave(): boolean {
    return this.#rerunsOnSave;
  }

  set rerunsOnSave(wanted: boolean) {
    this.#rerunsOnSave = wanted;
    this.#onSaveChanged.fire(wanted);
  }

  /** Runs what is planned with the text and the profile as they are now; what still runs in that view is ended first. */
  async start(plan: RunPlan, view: LogView): Promise<SimulatedRun> {
    const request = await this.#request(plan);
    const again = (): void => {
      if (this.#running.get(view) === run) void this.start(plan, view);
    };
    const run = new SimulatedRun(plan, request, launchOf(this.#extensionPath), again);
    this.#running.get(view)?.dispose();
    this.#running.set(view, run);
    this.#latest = run;
    view.show(run);
    this.#latestChanged.fire(run);
    run.start();
    return run;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const run of this.#running.values()) run.dispose();
    this.#saved.dispose();
    this.#latestChanged.dispose();
    this.#onSaveChanged.dispose();
  }

  async #request({ root, job, input, profile: name }: RunPlan): Promise<SimulatedRequest> {
    return {
      command: `${job} ${input}`.trim(),
      repository: root.repository.fsPath,
      configPath: root.path,
      unsaved: unsavedTexts(root),
      variables: await this.#profiles.variables(root, name),
      sandbox: sandboxSetting(),
      ...this.#profiles.scene(root, name),
    };
  }

  #onSave(file: vscode.Uri): void {
    const run = this.#latest;
    if (!this.#rerunsOnSave || run === undefined || !isInside(run.plan.root, file)) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => run.again(), SAVE_PAUSE_MS);
  }
}

/** A setting of the machine: a folder must not take the sandbox away. */
export function sandboxSetting(): RunRequest['sandbox'] {
  const chosen = vscode.workspace.getConfiguration('gitlabChatops').get<string>('sandbox', 'none');
  return chosen === 'bubblewrap' ? 'bubblewrap' : 'host';
}
