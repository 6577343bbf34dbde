import {
  ALL_RULES,
  type Finding,
  type LintInput,
  lintExposures,
  lintInSteps,
  type ShellParser,
} from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';
import type { ShellcheckBackground } from '../shellcheck/index.js';
import { type ConfigModel, type ConfigModels, pathIn, Slices } from '../workspace/index.js';
import { isSettingsFile, type ReadSettings, readSettings } from './lint-settings.js';

/** A configuration with what lint finds in it. */
export interface Linted {
  readonly model: ConfigModel;
  readonly settings: ReadSettings;
  /** By file and place. */
  readonly findings: readonly Finding[];
}

/** What lint finds in the configurations of the open folders, kept as the models change. */
export class Lints implements vscode.Disposable {
  readonly #models: ConfigModels;
  readonly #shell: () => Promise<ShellParser>;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<readonly Linted[]>();
  readonly #subscriptions: readonly vscode.Disposable[];
  readonly #shellcheck: ShellcheckBackground | undefined;
  #kept = new WeakMap<ConfigModel, Linted>();
  #all: readonly Linted[] = [];
  #work: Promise<void> = Promise.resolve();

  readonly onDidChange = this.#changed.event;

  constructor(
    models: ConfigModels,
    shell: () => Promise<ShellParser>,
    log: vscode.LogOutputChannel,
    shellcheck?: ShellcheckBackground,
  ) {
    this.#models = models;
    this.#shellcheck = shellcheck;
    this.#shell = shell;
    this.#log = log;
    const watcher = vscode.workspace.createFileSystemWatcher('**/.chatops.yml');
    const touched = (uri: vscode.Uri): void => {
      if (isSettingsFile(uri)) this.#refresh();
    };
    this.#subscriptions = [
      this.#changed,
      watcher,
      watcher.onDidChange(touched),
      watcher.onDidCreate(touched),
      watcher.onDidDelete(touched),
      vscode.workspace.onDidChangeTextDocument(({ document }) => touched(document.uri)),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => touched(uri)),
      models.onDidChange(() => this.#refresh()),
      ...(shellcheck ? [shellcheck.onDidChange((model) => this.#again(model))] : []),
    ];
    if (models.all.length > 0) this.#refresh();
  }

  get all(): readonly Linted[] {
    return this.#all;
  }

  /** What lint says of exactly the text that this document holds now. */
  async of(document: vscode.TextDocument): Promise<readonly Linted[]> {
    await this.settled();
    const text = document.getText();
    return this.#all.filter(({ model }) => {
      const path = pathIn(model, document.uri);
      return path !== undefined && model.text(path) === text;
    });
  }

  /** Resolves when everything that changed until now has been linted. */
  async settled(): Promise<void> {
    await this.#models.settled();
    await this.#work;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  /** Lints one configuration anew, or all, although nothing in them changed. */
  #again(model: ConfigModel | undefined): void {
    if (model) this.#kept.delete(model);
    else this.#kept = new WeakMap();
    this.#refresh();
  }

  #refresh(): void {
    this.#work = this.#work
      .then(() => this.#update())
      .catch((error: unknown) => this.#log.error(error instanceof Error ? error : String(error)));
  }

  async #update(): Promise<void> {
    const models = this.#models.all;
    const shell = await this.#shell();
    const all: Linted[] = [];
    for (const model of models) {
      const linted = await this.#lint(model, shell);
      // A keystroke came in between: what it makes of the models is in the queue already.
      if (linted === undefined) return;
      all.push(linted);
    }
    if (all.length === this.#all.length && all.every((linted, i) => linted === this.#all[i])) return;
    this.#all = all;
    this.#changed.fire(all);
  }

  async #lint(model: ConfigModel, shell: ShellParser): Promise<Linted | undefined> {
    const settings = await readSettings(model.root);
    const known = this.#kept.get(model);
    if (known && known.settings.text === settings.text) return known;
    const { config, context } = model;
    const slices = new Slices();
    const exposures = lintExposures(config, context, config.valid ? model.exposures : undefined);
    const answers = this.#shellcheck?.answersFor(model);
    const input: LintInput = {
      rootFile: model.root.path,
      config,
      exposures,
      text: (file) => model.text(file),
      shell,
      settings: settings.settings,
      ...(answers ? { shellcheck: answers } : {}),
    };
    const steps = lintInSteps(input, ALL_RULES);
    let step = steps.next();
    for (; step.done !== true; step = steps.next()) {
      if ((await slices.next()) && !this.#models.all.includes(model)) return undefined;
    }
    const linted = { model, settings, findings: step.value.findings };
    this.#kept.set(model, linted);
    if (answers) this.#shellcheck?.want(model, input);
    return linted;
  }
}
