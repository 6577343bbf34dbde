import type { SourceRange } from '@gitlab-chatops/shared/ci';
import * as vscode from 'vscode';
import { jobAtCursor } from '../../language/job-at-cursor.js';
import type { Services } from '../../services.js';
import { panelDocument } from '../../simulation/reply/panel-document.js';
import { type ConfigModel, locationOf } from '../../workspace/index.js';
import type { ExplainForm, ExplainRequest } from './panel-state.js';

/** The panel that says step by step what GitLab does with a chat command; one a window, live as texts change. */
export class ExplainPanel implements vscode.Disposable {
  readonly #services: Services;
  readonly #subscription: vscode.Disposable;
  #panel: vscode.WebviewPanel | undefined;
  #root = '';
  #form: ExplainForm = EMPTY_FORM;
  #places: readonly SourceRange[] = [];

  constructor(services: Services) {
    this.#services = services;
    this.#subscription = services.models.onDidChange(() => void this.#post());
  }

  /** `{ uri, job }` of a lens or the view; else the job at the cursor, or the first one. */
  async show(target: unknown): Promise<void> {
    await this.#services.models.settled();
    const { root, job } = targetOf(target) ?? this.#atCursor();
    this.#root = root;
    this.#form = { ...this.#form, job, source: 'chat' };
    if (this.#panel) this.#panel.reveal(undefined, true);
    else this.#open();
    await this.#post();
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#panel?.dispose();
  }

  #open(): void {
    const { extensionUri } = this.#services.context;
    const media = vscode.Uri.joinPath(extensionUri, 'dist/webview');
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const title = vscode.l10n.t('Explain Chat Command');
    this.#panel = vscode.window.createWebviewPanel('gitlabChatops.explain', title, place, {
      enableScripts: true,
      localResourceRoots: [media],
    });
    this.#panel.iconPath = vscode.Uri.joinPath(extensionUri, 'assets/icon.png');
    this.#panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    this.#panel.webview.onDidReceiveMessage((request: ExplainRequest) => this.#answer(request));
    this.#panel.webview.html = panelDocument(this.#panel.webview, media, { name: 'explain', title });
  }

  #answer(request: ExplainRequest): void {
    switch (request.ask) {
      case 'ready':
        void this.#post();
        return;
      case 'explain':
        this.#form = request.form;
        void this.#post();
        return;
      case 'run':
        void vscode.commands.executeCommand('gitlabChatops.run', { uri: this.#root, job: this.#form.job });
        return;
      case 'place':
        void this.#openPlace(this.#places[request.number]);
    }
  }

  async #post(): Promise<void> {
    if (this.#panel === undefined) return;
    const { explain } = await import('./state-of.js');
    const model = this.#model();
    if (this.#panel === undefined || model === undefined) return;
    const canRun = this.#services.running.whyNot(model.root) === undefined;
    const { state, places } = explain(model, this.#form, canRun);
    this.#places = places;
    void this.#panel.webview.postMessage(state);
  }

  #model(): ConfigModel | undefined {
    const { all } = this.#services.models;
    return all.find(({ root }) => root.uri.toString() === this.#root) ?? all[0];
  }

  #atCursor(): { root: string; job: string } {
    const { models } = this.#services;
    const at = jobAtCursor(models);
    const open = vscode.window.activeTextEditor?.document.uri;
    const model = at?.model ?? (open && models.of(open)[0]) ?? models.all[0];
    return {
      root: model?.root.uri.toString() ?? '',
      job: at?.job ?? model?.exposures[0]?.job.name ?? '',
    };
  }

  async #openPlace(at: SourceRange | undefined): Promise<void> {
    const model = this.#model();
    const location = at && model && locationOf(model, at);
    if (location === undefined) return;
    await vscode.window.showTextDocument(location.uri, {
      viewColumn: vscode.ViewColumn.One,
      selection: location.range,
    });
  }
}

const EMPTY_FORM: ExplainForm = {
  job: '',
  input: '',
  channel: 'C0000000000',
  user: 'U0000000000',
  source: 'chat',
  variables: '',
};

function targetOf(target: unknown): { root: string; job: string } | undefined {
  if (typeof target !== 'object' || target === null || !('job' in target) || !('uri' in target))
    return undefined;
  const { job, uri } = target;
  return typeof job === 'string' ? { root: String(uri), job } : undefined;
}
