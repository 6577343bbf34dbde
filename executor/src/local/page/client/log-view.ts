import { type TraceLine, TraceReader } from '@gitlab-chatops/shared/view';
import { listenToTrace } from './api.js';
import { el, stickToEnd } from './dom.js';
import { renderSpans } from './spans.js';

/** GitLab's log view cuts long logs too; the whole is behind "Whole log". */
const LINES_KEPT = 5_000;
/** Rendered in one frame, so that a burst of output does not freeze the page. */
const LINES_PER_FRAME = 500;

type Step =
  | { readonly kind: 'line'; readonly line: TraceLine }
  | { readonly kind: 'open'; readonly name: string; readonly collapsed: boolean }
  | { readonly kind: 'close'; readonly seconds?: number; readonly name: string };

interface Fold {
  readonly name: string;
  readonly details: HTMLDetailsElement;
  readonly summary: HTMLElement;
}

/** A live job log: coloured lines in folds, the unfinished line last. */
export class LogView {
  readonly element: HTMLElement;
  readonly #lines: HTMLElement;
  readonly #cut: HTMLElement;
  readonly #current: HTMLElement;
  readonly #follow: () => void;
  #stop: () => void = () => {};
  #reader = new TraceReader(this.#sink());
  #steps: Step[] = [];
  #folds: Fold[] = [];
  #titleWanted = false;
  #shown: HTMLElement[] = [];
  #dropped = 0;
  #frame = 0;

  constructor() {
    this.#cut = el('p', { class: 'cut', hidden: true });
    this.#lines = el('div', { class: 'lines' });
    this.#current = el('div', { class: 'line current' });
    this.element = el('div', { class: 'log-scroll', tabindex: '0' }, this.#cut, this.#lines, this.#current);
    this.#follow = stickToEnd(this.element);
  }

  /** Shows another job's log from its beginning. */
  open(id: number): void {
    this.close();
    let decoder = new TextDecoder();
    this.#stop = listenToTrace(id, {
      chunk: ({ data }) => {
        this.#reader.feed(decoder.decode(bytesOf(data), { stream: true }));
        this.#schedule();
      },
      restart: () => {
        decoder = new TextDecoder();
        this.#clear();
      },
      end: () => {
        this.#reader.feed(decoder.decode());
        this.#reader.end();
        this.#schedule();
      },
    });
  }

  close(): void {
    this.#stop();
    this.#clear();
  }

  #clear(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#reader = new TraceReader(this.#sink());
    this.#steps = [];
    this.#folds = [];
    this.#shown = [];
    this.#dropped = 0;
    this.#titleWanted = false;
    this.#lines.replaceChildren();
    this.#current.replaceChildren();
    this.#cut.hidden = true;
  }

  #sink() {
    return {
      line: (line: TraceLine) => this.#steps.push({ kind: 'line', line }),
      open: (section: { name: string; collapsed: boolean }) => this.#steps.push({ kind: 'open', ...section }),
      close: (section: { name: string; seconds?: number }) => this.#steps.push({ kind: 'close', ...section }),
    };
  }

  #schedule(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#flush();
      this.#follow();
      if (this.#steps.length > 0) this.#schedule();
    });
  }

  #flush(): void {
    this.#skipFarBehind();
    for (const step of this.#steps.splice(0, LINES_PER_FRAME)) this.#take(step);
    this.#trim();
    const current = this.#steps.length > 0 ? undefined : this.#reader.current();
    this.#current.replaceChildren(...(current === undefined ? [] : renderSpans(current.spans)));
    this.#current.classList.toggle('inside', this.#folds.length > 0);
  }

  /** Lines that would be dropped again at once are never rendered. */
  #skipFarBehind(): void {
    const lines = this.#steps.filter(({ kind }) => kind === 'line').length;
    let skip = lines - LINES_KEPT;
    if (skip <= 0) return;
    this.#steps = this.#steps.filter(({ kind }) => {
      if (kind !== 'line' || skip === 0) return true;
      skip -= 1;
      this.#dropped += 1;
      return false;
    });
  }

  #take(step: Step): void {
    if (step.kind === 'line') this.#addLine(step.line);
    else if (step.kind === 'open') this.#openFold(step.name, step.collapsed);
    else this.#closeFold(step.name, step.seconds);
  }

  #addLine(line: TraceLine): void {
    const fold = this.#folds.at(-1);
    if (fold !== undefined && this.#titleWanted) {
      this.#titleWanted = false;
      fold.summary.replaceChildren(...renderSpans(line.spans));
      return;
    }
    const element = el('div', { class: 'line', title: line.time }, ...renderSpans(line.spans));
    if (line.lost > 0) element.append(el('span', { class: 'lost' }, ` … ${line.lost} more characters`));
    this.#place().append(element);
    this.#shown.push(element);
  }

  #openFold(name: string, collapsed: boolean): void {
    const summary = el('summary', { class: 'line' }, name);
    const details = el('details', { open: !collapsed }, summary);
    this.#place().append(details);
    this.#folds.push({ name, details, summary });
    this.#shown.push(details);
    this.#titleWanted = true;
  }

  #closeFold(name: string, seconds: number | undefined): void {
    const index = this.#folds.findLastIndex((fold) => fold.name === name);
    const fold = this.#folds[index];
    if (fold === undefined) return;
    // Our own decisive section holds neither title nor line when the reply was delivered: nothing to see.
    if (this.#titleWanted && index === this.#folds.length - 1) fold.details.remove();
    if (seconds !== undefined) fold.summary.append(el('span', { class: 'took' }, duration(seconds)));
    this.#folds.length = index;
    this.#titleWanted = false;
  }

  #place(): HTMLElement {
    return this.#folds.at(-1)?.details ?? this.#lines;
  }

  /** The oldest lines go; a fold goes when it is the oldest and nothing younger is in it. */
  #trim(): void {
    const surplus = this.#shown.length - LINES_KEPT;
    if (surplus > 0) {
      const open = new Set<Element>(this.#folds.map(({ details }) => details));
      const kept: HTMLElement[] = [];
      for (const element of this.#shown.splice(0, surplus)) {
        const isFold = element instanceof HTMLDetailsElement;
        if (isFold && (open.has(element) || element.childElementCount > 1)) kept.push(element);
        else {
          element.remove();
          this.#dropped += 1;
        }
      }
      this.#shown = [...kept, ...this.#shown];
    }
    this.#cut.hidden = this.#dropped === 0;
    this.#cut.textContent = `${this.#dropped} earlier lines are not shown; "Whole log" has them all.`;
  }
}

function bytesOf(base64: string): Uint8Array {
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let index = 0; index < binary.length; index += 1) bytes[index] = binary.charCodeAt(index);
  return bytes;
}

function duration(seconds: number): string {
  const minutes = Math.floor(seconds / 60);
  return `${String(minutes).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
}
