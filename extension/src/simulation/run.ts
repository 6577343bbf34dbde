import type { RunEvent, RunRequest } from '@gitlab-chatops/shared/simulation';
import * as vscode from 'vscode';
import type { ConfigRoot } from '../workspace/index.js';
import { type Launch, type RunProcess, startRun } from './process/run-process.js';
import { BEGUN, nextView, type RunView } from './run-view.js';

/** What is run: everything that a second run of the same needs. */
export interface RunPlan {
  readonly root: ConfigRoot;
  /** The job's full name. */
  readonly job: string;
  /** What a person types after it; empty: nothing. */
  readonly input: string;
  /** Name of the profile it runs with. */
  readonly profile: string;
}

/** A request that says who types where. */
export type SimulatedRequest = RunRequest & Required<Pick<RunRequest, 'channel' | 'user'>>;

/** One run of a job on this computer, from its start to the end of its process. */
export class SimulatedRun implements vscode.Disposable {
  readonly plan: RunPlan;
  readonly request: SimulatedRequest;
  readonly startedAt = new Date();
  readonly #launch: Launch;
  readonly #again: () => void;
  readonly #event = new vscode.EventEmitter<RunEvent>();
  readonly #changed = new vscode.EventEmitter<RunView>();
  readonly #closed = new vscode.EventEmitter<void>();
  #process: RunProcess | undefined;
  #view = BEGUN;
  #isRunning = false;
  #isCancelAsked = false;

  /** Each event, the log's bytes too; listen before start(). */
  readonly onEvent = this.#event.event;
  /** What is known besides the log changed. */
  readonly onDidChange = this.#changed.event;
  /** The process is gone. */
  readonly onDidClose = this.#closed.event;

  constructor(plan: RunPlan, request: SimulatedRequest, launch: Launch, again: () => void) {
    this.plan = plan;
    this.request = request;
    this.#launch = launch;
    this.#again = again;
  }

  get title(): string {
    return `${this.plan.job} ${this.plan.input}`.trim();
  }

  get view(): RunView {
    return this.#view;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  start(): void {
    this.#isRunning = true;
    this.#process = startRun(this.request, this.#launch, {
      event: (event) => this.#take(event),
      closed: (trouble) => {
        this.#isRunning = false;
        if (trouble !== undefined) this.#breakOff(trouble);
        this.#changed.fire(this.#view);
        this.#closed.fire();
      },
    });
  }

  cancel(): void {
    this.#isCancelAsked = true;
    this.#process?.cancel();
  }

  /** Starts the same again as a new run, with the text and the profile as they are now. */
  again(): void {
    this.#again();
  }

  dispose(): void {
    if (this.#isRunning) this.#process?.end();
    this.#event.dispose();
    this.#changed.dispose();
    this.#closed.dispose();
  }

  #take(event: RunEvent): void {
    this.#event.fire(event);
    const next = nextView(this.#view, event);
    if (next === this.#view) return;
    this.#view = next;
    this.#changed.fire(next);
  }

  /** The process ended without saying how: that is the end, and why. A signal may reach it before it listens. */
  #breakOff(said: string): void {
    if (this.#isCancelAsked) {
      this.#take({ event: 'end', state: 'canceled' });
      return;
    }
    this.#view = { ...this.#view, trouble: { code: 'CHAT_RUN_BROKE_OFF', message: said } };
    this.#take({ event: 'end', state: 'failed', failureReason: said });
  }
}
