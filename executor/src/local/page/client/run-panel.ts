import type { ChannelMessage, Run, Snapshot } from '../protocol.js';
import { changeJob } from './api.js';
import { el, redrawing } from './dom.js';
import { LogView } from './log-view.js';
import { isOver, renderReplies } from './replies.js';

const STATE_WORDS: Readonly<Record<Run['state'], string>> = {
  pending: 'Waiting for a runner',
  running: 'Running',
  canceling: 'Canceling',
  success: 'Passed',
  failed: 'Failed',
  canceled: 'Canceled',
  skipped: 'Skipped',
  manual: 'Waits for a person',
  scheduled: 'Delayed',
};

/** One job: state, cancel, live log, both replies. */
export class RunPanel {
  readonly element: HTMLElement;
  readonly #head = el('header', { class: 'run-head' });
  readonly #log = new LogView();
  readonly #region: HTMLElement;
  readonly #replies = el('div', { class: 'run-replies' });
  readonly #empty: HTMLElement;
  readonly #onPick: (id: number) => void;
  readonly #redrawHead = redrawing(this.#head);
  readonly #redrawReplies = redrawing(this.#replies);
  #shown: number | undefined;

  constructor(onPick: (id: number) => void) {
    this.#onPick = onPick;
    this.#region = el(
      'section',
      { 'aria-label': 'Job log', role: 'region', class: 'log' },
      this.#log.element,
    );
    this.#empty = el('p', { class: 'quiet nothing' }, 'The job log appears here as soon as a job is run.');
    this.element = el('main', { class: 'run' }, this.#head, this.#region, this.#replies, this.#empty);
    this.#setVisible(false);
  }

  get shownRun(): number | undefined {
    return this.#shown;
  }

  /** Brings the panel up to date with its run; another id opens another log. */
  show(
    run: Run | undefined,
    runs: readonly Run[],
    messages: readonly ChannelMessage[],
    snapshot: Snapshot,
  ): void {
    this.#setVisible(run !== undefined);
    if (run === undefined) return;
    if (this.#shown !== run.id) {
      this.#shown = run.id;
      this.#log.open(run.id);
    }
    const names = runs.map(({ id, name }) => [id, name]);
    this.#redrawHead([run, names], () => this.#headOf(run, runs));
    const ours = messages.filter(({ runId, origin }) => runId === run.id && origin === 'web_api');
    this.#redrawReplies([run.id, run.state, run.gitlabReply, ours], () => [
      renderReplies(run, ours, snapshot),
    ]);
  }

  #setVisible(visible: boolean): void {
    for (const part of [this.#head, this.#region, this.#replies]) part.hidden = !visible;
    this.#empty.hidden = visible;
  }

  #headOf(run: Run, runs: readonly Run[]): HTMLElement[] {
    return [
      el(
        'div',
        { class: 'run-title' },
        el('h2', {}, run.name),
        run.input === undefined ? el('span') : el('code', { class: 'input', title: 'CHAT_INPUT' }, run.input),
      ),
      el(
        'div',
        { class: 'run-state' },
        el('span', { class: `state ${run.state}`, role: 'status' }, stateText(run)),
        ...(runs.length > 1 ? [this.#picker(run, runs)] : []),
        el('a', { class: 'button', href: `/jobs/${run.id}/raw`, download: `job-${run.id}.log` }, 'Whole log'),
        ...actionButtons(run),
      ),
    ];
  }

  #picker(run: Run, runs: readonly Run[]): HTMLElement {
    const select = el(
      'select',
      { 'aria-label': 'Job shown' },
      ...runs
        .toReversed()
        .map(({ id, name }) =>
          el('option', { value: String(id), selected: id === run.id }, `#${id} ${name}`),
        ),
    );
    select.addEventListener('change', () => this.#onPick(Number(select.value)));
    return select;
  }
}

function stateText(run: Run): string {
  const word = STATE_WORDS[run.state];
  if (run.state !== 'failed') return word;
  if (run.exitStatus !== undefined) return `${word}, exit status ${run.exitStatus}`;
  return run.failureReason === undefined ? word : `${word}: ${run.failureReason.replaceAll('_', ' ')}`;
}

function actionButtons(run: Run): HTMLElement[] {
  if (isOver(run)) return [];
  const waits = run.state === 'manual' || run.state === 'scheduled';
  const cancel = run.state === 'canceling' ? 'Cancel at once' : 'Cancel';
  return [
    ...(waits ? [actionButton(run, 'play', 'Run now', 'primary')] : []),
    actionButton(run, 'cancel', cancel, 'danger'),
  ];
}

function actionButton({ id }: Run, action: 'cancel' | 'play', label: string, look: string): HTMLElement {
  const button = el('button', { type: 'button', class: look }, label);
  button.addEventListener('click', () => {
    button.disabled = true;
    changeJob(id, action).catch(() => {
      button.disabled = false;
    });
  });
  return button;
}
