import * as vscode from 'vscode';
import type { SimulatedRun } from '../run.js';
import type { LogView } from '../runs.js';
import { headingOf } from './folded-log.js';
import { JobTerminal } from './job-terminal.js';

interface HeadingLink extends vscode.TerminalLink {
  readonly toggle: () => void;
}

interface TerminalView extends LogView {
  reveal(): void;
}

/** The terminals that show logs: one a job, used again; headings in them are links that fold. */
export class Terminals implements vscode.Disposable {
  readonly #byJob = new Map<string, TerminalView>();
  readonly #shown = new Map<vscode.Terminal, JobTerminal>();
  readonly #subscriptions: vscode.Disposable[];

  constructor() {
    this.#subscriptions = [
      vscode.window.onDidCloseTerminal((closed) => this.#shown.delete(closed)),
      vscode.window.registerTerminalLinkProvider(this.#headingLinks()),
    ];
  }

  /** The view for a job of a configuration. */
  of(configuration: vscode.Uri, job: string): LogView {
    const key = keyOf(configuration, job);
    const view = this.#byJob.get(key) ?? this.#createView();
    this.#byJob.set(key, view);
    return view;
  }

  /** Brings a job's terminal to front; a task's is under "Terminal". */
  reveal(configuration: vscode.Uri, job: string): void {
    const view = this.#byJob.get(keyOf(configuration, job));
    if (view) view.reveal();
    else void vscode.commands.executeCommand('workbench.action.terminal.focus');
  }

  /** A task's terminal is opened by VS Code: it is the one that opens next. */
  adoptNext(shown: JobTerminal): void {
    const waiting = vscode.window.onDidOpenTerminal((terminal) => {
      waiting.dispose();
      this.#shown.set(terminal, shown);
    });
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #createView(): TerminalView {
    let open: { readonly terminal: vscode.Terminal; readonly job: JobTerminal } | undefined;
    return {
      reveal: () => open?.terminal.show(),
      show: (run: SimulatedRun) => {
        if (open === undefined || open.terminal.exitStatus !== undefined) {
          const job = new JobTerminal();
          const iconPath = new vscode.ThemeIcon('comment-discussion');
          open = { job, terminal: vscode.window.createTerminal({ name: run.title, pty: job, iconPath }) };
          this.#shown.set(open.terminal, job);
        }
        open.job.show(run);
        open.terminal.show(true);
      },
    };
  }

  #headingLinks(): vscode.TerminalLinkProvider<HeadingLink> {
    return {
      provideTerminalLinks: ({ terminal, line }) => this.#links(terminal, line),
      handleTerminalLink: ({ toggle }) => toggle(),
    };
  }

  #links(terminal: vscode.Terminal, line: string): HeadingLink[] {
    const shown = this.#shown.get(terminal);
    const heading = headingOf(line);
    if (shown === undefined || heading === undefined) return [];
    const tooltip = vscode.l10n.t('Fold or unfold');
    return [{ startIndex: 0, length: line.trimEnd().length, tooltip, toggle: () => shown.toggle(heading) }];
  }
}

function keyOf(configuration: vscode.Uri, job: string): string {
  return JSON.stringify([configuration.toString(), job]);
}
