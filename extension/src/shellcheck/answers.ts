import {
  askShellcheck,
  type LintInput,
  type ShellcheckAnswers,
  type ShellcheckWork,
  shellcheckKey,
} from '@gitlab-chatops/shared/lint';
import * as vscode from 'vscode';
import type { ConfigModel, ConfigModels } from '../workspace/index.js';
import type { Shellcheck } from './shellcheck.js';

/** While somebody types nothing is asked. */
const QUIET_MS = 400;
/** The editor's own work goes first. */
const PROCESSES = 2;
/** Answers that are kept: those of the scripts of a few configurations, as they were typed. */
const KEPT = 500;

/**
 * What shellcheck says, asked in the background: lint takes the answers that are there, and is told when there are more.
 * Scripts that have not changed keep theirs while others are typed.
 */
export class ShellcheckBackground implements vscode.Disposable {
  readonly #shellcheck: Shellcheck;
  readonly #models: ConfigModels;
  readonly #log: vscode.LogOutputChannel;
  readonly #known: ShellcheckWork['known'] = new Map();
  /** Keys of scripts that it failed on. */
  readonly #failed = new Set<string>();
  readonly #waiting = new Map<ConfigModel, LintInput>();
  readonly #changed = new vscode.EventEmitter<ConfigModel | undefined>();
  readonly #subscriptions: readonly vscode.Disposable[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isAsking = false;

  /** There is more to say of one configuration, or of all. */
  readonly onDidChange = this.#changed.event;

  constructor(shellcheck: Shellcheck, models: ConfigModels, log: vscode.LogOutputChannel) {
    this.#shellcheck = shellcheck;
    this.#models = models;
    this.#log = log;
    this.#subscriptions = [
      this.#changed,
      shellcheck.onDidChange(() => {
        this.#known.clear();
        this.#failed.clear();
        this.#changed.fire(undefined);
      }),
    ];
  }

  /** The answers that are there; undefined where shellcheck has no say. */
  answersFor({ root }: ConfigModel): ShellcheckAnswers | undefined {
    if (this.#shellcheck.callFor(root) === undefined) return undefined;
    return (request) => this.#known.get(shellcheckKey(request));
  }

  /** Asks for what is not known yet, once it is quiet. */
  want(model: ConfigModel, input: LintInput): void {
    this.#waiting.set(model, input);
    this.#arm();
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #arm(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      if (this.#isAsking) return;
      this.#isAsking = true;
      this.#askAll()
        .catch((error: unknown) => this.#log.error(error instanceof Error ? error : String(error)))
        .finally(() => {
          this.#isAsking = false;
          if (this.#waiting.size > 0) this.#arm();
        });
    }, QUIET_MS);
  }

  async #askAll(): Promise<void> {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [model, input] of waiting) await this.#ask(model, input);
  }

  async #ask(model: ConfigModel, input: LintInput): Promise<void> {
    const call = this.#shellcheck.callFor(model.root);
    const isCurrent = (): boolean => this.#models.all.includes(model);
    if (call === undefined || !isCurrent()) return;
    if (this.#known.size > KEPT) this.#known.clear();
    let hasNews = false;
    await askShellcheck(input, {
      call: async (request) => {
        const key = shellcheckKey(request);
        if (this.#failed.has(key)) return { failure: 'it failed before' };
        const ended = await call(request);
        if ('failure' in ended) {
          this.#failed.add(key);
          this.#log.warn(`${model.root.path}: ${ended.failure}`);
        } else hasNews = true;
        return ended;
      },
      concurrency: PROCESSES,
      goesOn: isCurrent,
      known: this.#known,
    });
    if (hasNews && isCurrent()) this.#changed.fire(model);
  }
}
