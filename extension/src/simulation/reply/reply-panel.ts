import * as vscode from 'vscode';
import type { SimulatedRun } from '../run.js';
import type { Runs } from '../runs.js';
import { panelDocument } from './panel-document.js';
import type { PanelRequest } from './panel-state.js';
import { stateOf } from './state-of.js';

/** What a click in the panel does outside of it. */
export interface PanelActions {
  showLog(run: SimulatedRun): void;
  editProfile(run: SimulatedRun): void;
}

const VIEW_TYPE = 'gitlabChatops.reply';

/** The panel that shows the latest run's replies as the channel would; one a window. */
export class ReplyPanel implements vscode.Disposable {
  readonly #extensionUri: vscode.Uri;
  readonly #runs: Runs;
  readonly #actions: PanelActions;
  readonly #subscriptions: vscode.Disposable[];
  #panel: vscode.WebviewPanel | undefined;
  #run: SimulatedRun | undefined;
  #following: vscode.Disposable | undefined;

  constructor(extensionUri: vscode.Uri, runs: Runs, actions: PanelActions) {
    this.#extensionUri = extensionUri;
    this.#runs = runs;
    this.#actions = actions;
    this.#subscriptions = [
      runs.onDidStart((run) => this.#follow(run)),
      runs.onDidChangeRerunOnSave(() => this.#post()),
    ];
  }

  /** Opens the panel beside the editor, or brings it to front; the keyboard stays where it is. */
  reveal(): void {
    if (this.#panel) {
      this.#panel.reveal(undefined, true);
      return;
    }
    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const media = vscode.Uri.joinPath(this.#extensionUri, 'dist/webview');
    const title = vscode.l10n.t('Chat Reply');
    this.#panel = vscode.window.createWebviewPanel(VIEW_TYPE, title, place, {
      enableScripts: true,
      localResourceRoots: [media],
    });
    this.#panel.iconPath = vscode.Uri.joinPath(this.#extensionUri, 'assets/icon.png');
    this.#panel.onDidDispose(() => {
      this.#panel = undefined;
    });
    this.#panel.webview.onDidReceiveMessage((request: PanelRequest) => this.#answer(request));
    this.#panel.webview.html = panelDocument(this.#panel.webview, media, { name: 'reply', title });
  }

  dispose(): void {
    this.#following?.dispose();
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#panel?.dispose();
  }

  #follow(run: SimulatedRun): void {
    this.#following?.dispose();
    this.#run = run;
    this.#following = run.onDidChange(() => this.#post());
    this.reveal();
    this.#post();
  }

  #post(): void {
    if (this.#panel === undefined || this.#run === undefined) return;
    void this.#panel.webview.postMessage(stateOf(this.#run, this.#runs));
  }

  #answer(request: PanelRequest): void {
    const run = this.#run;
    if (run === undefined) return;
    switch (request.ask) {
      case 'ready':
        this.#post();
        return;
      case 'again':
        run.again();
        return;
      case 'cancel':
        run.cancel();
        return;
      case 'log':
        this.#actions.showLog(run);
        return;
      case 'onSave':
        this.#runs.rerunsOnSave = !this.#runs.rerunsOnSave;
        return;
      case 'profile':
        this.#actions.editProfile(run);
        return;
      case 'place':
        void openPlace(run);
        return;
      case 'copy':
        void vscode.env.clipboard.writeText(request.text);
    }
  }
}

/** The line that decided a refusal. */
async function openPlace({ plan, view: { answer } }: SimulatedRun): Promise<void> {
  const at = answer?.at;
  if (at === undefined) return;
  const start = new vscode.Position(at.line - 1, at.column - 1);
  await vscode.window.showTextDocument(vscode.Uri.joinPath(plan.root.repository, at.file), {
    viewColumn: vscode.ViewColumn.One,
    selection: new vscode.Range(start, start),
  });
}
