import type { RunEvent } from '@gitlab-chatops/shared/simulation';
import { printableLines } from '@gitlab-chatops/shared/words';
import * as vscode from 'vscode';
import type { SimulatedRun } from '../run.js';
import { styled } from './ansi.js';
import { FoldedLog } from './folded-log.js';

const RED = ['1', '31'];
const QUIET = ['2'];

/** Shows one run after another: the job's log as GitLab shows it, with colours and sections that fold. */
export class JobTerminal implements vscode.Pseudoterminal {
  readonly #written = new vscode.EventEmitter<string>();
  readonly #closed = new vscode.EventEmitter<number>();
  readonly #renamed = new vscode.EventEmitter<string>();
  readonly #log = new FoldedLog((text) => this.#write(text));
  readonly #onOpen: (terminal: JobTerminal) => void | Promise<void>;
  #run: SimulatedRun | undefined;
  #subscription: vscode.Disposable | undefined;
  #isOpen = false;
  #hasLog = false;
  /** Written before VS Code shows the terminal, which takes nothing earlier. */
  #early = '';
  /** What stands below the log; drawn again after it. */
  #below = '';

  readonly onDidWrite = this.#written.event;
  readonly onDidClose = this.#closed.event;
  readonly onDidChangeName = this.#renamed.event;

  /** `onOpen`: VS Code shows the terminal; a task starts its run then. */
  constructor(onOpen: (terminal: JobTerminal) => void | Promise<void> = () => {}) {
    this.#onOpen = onOpen;
  }

  /** Ends the terminal with the run's result, as a task has to. */
  closeWith(exitStatus: number): void {
    this.#closed.fire(exitStatus);
  }

  /** A sentence of the extension's own. */
  say(text: string): void {
    this.#write(`${printable(text)}\r\n`);
  }

  show(run: SimulatedRun): void {
    this.#subscription?.dispose();
    this.#run = run;
    this.#below = '';
    this.#hasLog = false;
    this.#log.restart();
    this.#renamed.fire(run.title);
    this.#subscription = run.onEvent((event) => this.#take(event));
  }

  open(dimensions: vscode.TerminalDimensions | undefined): void {
    this.#isOpen = true;
    if (dimensions) this.setDimensions(dimensions);
    this.#written.fire(this.#early);
    this.#early = '';
    void this.#onOpen(this);
  }

  setDimensions({ columns }: vscode.TerminalDimensions): void {
    this.#log.columns = columns;
  }

  /** The user closed the terminal: nobody looks at the job any more. */
  close(): void {
    this.#subscription?.dispose();
    if (this.#run?.isRunning) this.#run.cancel();
  }

  handleInput(typed: string): void {
    if (typed === '\x03') this.#run?.cancel();
    else if (typed === 'f') {
      this.#log.toggleAll();
      this.#write(this.#below);
    } else if (typed === 'r' && this.#run && !this.#run.isRunning) this.#run.again();
  }

  /** A click on a section's heading. */
  toggle(heading: string): void {
    if (this.#log.toggle(heading)) this.#write(this.#below);
  }

  #write(text: string): void {
    if (this.#isOpen) this.#written.fire(text);
    else this.#early += text;
  }

  #addBelow(text: string): void {
    this.#below += text;
    this.#write(text);
  }

  #take(event: RunEvent): void {
    if (event.event === 'trace') {
      this.#hasLog = true;
      if (event.restart) this.#log.restart();
      this.#log.feed(Buffer.from(event.data, 'base64'));
    } else if (event.event === 'answer' && !event.scheduled) {
      this.#addBelow(refusal(event));
    } else if (event.event === 'end') {
      this.#log.end();
      if (event.state === 'failed') this.#log.showFailure();
      this.#addBelow(`${verdict(event, this.#hasLog)}${footer(event.seconds)}`);
    }
  }
}

function refusal({ sentence, cause, at }: Extract<RunEvent, { event: 'answer' }>): string {
  const place = at === undefined ? '' : ` (${at.file}:${at.line}:${at.column})`;
  const why = cause === undefined ? [] : [`${cause.message}${place}`, cause.wayOut ?? ''];
  const lines = [styled(vscode.l10n.t('GitLab would answer:'), QUIET), printable(sentence)];
  return `${[...lines, ...why.map(printable)].join('\r\n')}\r\n`;
}

/** The log itself ends with "Job succeeded" or why not; where there is no log, this says it. */
function verdict({ state, failureReason }: Extract<RunEvent, { event: 'end' }>, hasLog: boolean): string {
  if (state === 'waiting') {
    const sentence = vscode.l10n.t('The job waits to be started by hand or by its time: nothing ran.');
    return `${styled(sentence, QUIET)}\r\n`;
  }
  if (state === 'refused') return `${styled(vscode.l10n.t('No job was created.'), RED)}\r\n`;
  return hasLog || failureReason === undefined ? '' : `${styled(printable(failureReason), RED)}\r\n`;
}

function footer(seconds: number | undefined): string {
  const took = seconds === undefined ? '' : `${vscode.l10n.t('{0} s', seconds.toFixed(1))} · `;
  return `\r\n${styled(`${took}${vscode.l10n.t('r: run again · f: fold or unfold')}`, QUIET)}\r\n`;
}

/** Text of the repository must not steer the terminal. */
function printable(text: string): string {
  return printableLines(text).replaceAll('\n', '\r\n');
}
