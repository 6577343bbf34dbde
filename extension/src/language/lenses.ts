import * as vscode from 'vscode';
import type { Running } from '../simulation/index.js';
import { type ConfigModel, type ConfigModels, pathIn, Slices } from '../workspace/index.js';
import { exposureTitle, otherSourcesTitle } from './exposure-words.js';
import { type JobInFile, jobsIn, jobsMovedTo } from './jobs-in-file.js';

const SETTING = 'gitlabChatops.codeLens.enabled';

/** Above each job: can chat run it, run it now or why not here, what else runs it. */
export class Lenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #models: ConfigModels;
  readonly #running: Running;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly #subscriptions: readonly vscode.Disposable[];
  /** By file: what was shown last, for the moments in which a text is no YAML. */
  readonly #shown = new Map<string, readonly JobInFile[]>();

  readonly onDidChangeCodeLenses = this.#changed.event;

  constructor(models: ConfigModels, running: Running) {
    this.#models = models;
    this.#running = running;
    const change = (): void => this.#changed.fire();
    this.#subscriptions = [
      this.#changed,
      models.onDidChange(change),
      running.onDidChange(change),
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(SETTING)) change();
      }),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.#shown.delete(uri.toString())),
    ];
  }

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!vscode.workspace.getConfiguration(undefined, document).get<boolean>(SETTING, true)) return [];
    await this.#models.settled();
    const slices = new Slices();
    const lenses: vscode.CodeLens[] = [];
    for (const job of this.#jobsOf(document)) {
      lenses.push(...this.#lensesOf(job));
      await slices.next();
    }
    return lenses;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #jobsOf(document: vscode.TextDocument): readonly JobInFile[] {
    const key = document.uri.toString();
    const models = this.#models.of(document.uri);
    const known = this.#shown.get(key);
    if (known && models.some((model) => isUnreadable(model, pathIn(model, document.uri))))
      return jobsMovedTo(document, known);
    const jobs = models
      .filter((model) => model.text(pathIn(model, document.uri) ?? '') === document.getText())
      .flatMap((model) => jobsIn(model, document.uri));
    this.#shown.set(key, jobs);
    return jobs;
  }

  #lensesOf({ model, exposure, range }: JobInFile): vscode.CodeLens[] {
    const target = { uri: model.root.uri.toString(), job: exposure.job.name };
    const lens = (title: string, command: string, tooltip: string): vscode.CodeLens =>
      new vscode.CodeLens(range, { title, command, tooltip, arguments: [target] });
    const lenses = [lens(exposureTitle(exposure), 'gitlabChatops.explain', exposure.reason.text)];
    if (exposure.chat !== 'no') {
      const why = this.#running.whyNot(model.root);
      const title =
        why === undefined
          ? vscode.l10n.t('Run from chat…')
          : vscode.l10n.t('cannot be tried here: {0}', why.short);
      const words = vscode.l10n.t('Run {0} on this computer, as chat would', exposure.job.name);
      lenses.push(lens(title, 'gitlabChatops.run', why?.sentence ?? words));
    }
    const others = otherSourcesTitle(exposure);
    if (others !== undefined) {
      const sources = exposure.otherSources.join(', ');
      const words = vscode.l10n.t('Pipelines that run this job without chat: {0}', sources);
      lenses.push(lens(others, 'gitlabChatops.explain', words));
    }
    return lenses;
  }
}

/** The file is no YAML just now. */
function isUnreadable({ config }: ConfigModel, path: string | undefined): boolean {
  return config.errors.some(({ code, at }) => code.startsWith('CI_YAML') && at?.file === path);
}
