import type { Span, TraceLine } from '@gitlab-chatops/shared/view';
import { TraceReader } from '@gitlab-chatops/shared/view';
import { ansi, fitting, styled } from './ansi.js';

/** Older lines are forgotten, as GitLab's log view does with long logs. */
const MOST_LINES = 5_000;
const FORGOTTEN_AT_ONCE = 1_000;

/** What the Runner does around the script; folded away when done, so that the script's output stands out. */
const AROUND_THE_SCRIPT =
  /^(?:resolve_secrets|prepare_executor|prepare_script|get_sources|restore_cache|download_artifacts|archive_cache|upload_artifacts_on_success|cleanup_file_variables)$/;

/** Names of the stage that runs the script, by version of the Runner. */
const OF_THE_SCRIPT = /^(?:step_script|build_script)$/;

/** The reply and, under our driver, the user's own markers renamed: what follows them is text, not a title. */
const REPLY = /^chat_(?:reply|print)$/;

interface Section {
  readonly name: string;
  title: readonly Span[];
  entries: Entry[];
  isFolded: boolean;
  isOpen: boolean;
  seconds: number | undefined;
}
type Entry = { readonly line: readonly Span[] } | { readonly section: Section };

/**
 * A job log in a terminal: sections have a heading with a triangle and can be folded. `write` gets what has to be added
 * to the screen; a fold draws the whole again.
 */
export class FoldedLog {
  readonly #write: (text: string) => void;
  #decoder = new TextDecoder();
  #reader = new TraceReader(this.#sink());
  readonly #root: Section = section('');
  #open: Section[] = [this.#root];
  #titleWanted = false;
  #lines = 0;
  #columns = 80;
  /** The unfinished line is on the screen. */
  #partial = false;
  #pending = '';
  #redrawWanted = false;

  constructor(write: (text: string) => void) {
    this.#write = write;
  }

  set columns(columns: number) {
    this.#columns = columns;
  }

  feed(bytes: Uint8Array): void {
    this.#reader.feed(this.#decoder.decode(bytes, { stream: true }));
    this.#show();
  }

  end(): void {
    this.#reader.feed(this.#decoder.decode());
    this.#reader.end();
    this.#show();
  }

  /** The Runner begins the log anew. */
  restart(): void {
    this.#decoder = new TextDecoder();
    this.#reader = new TraceReader(this.#sink());
    this.#root.entries = [];
    this.#open = [this.#root];
    this.#lines = 0;
    this.redraw();
  }

  /** A job that failed before its script began failed in one of the folded sections: shows them. */
  showFailure(): void {
    const all = this.#sections();
    if (all.some(({ name }) => OF_THE_SCRIPT.test(name))) return;
    for (const one of all) one.isFolded = false;
    this.redraw();
  }

  /** Folds or unfolds the sections with this heading; false when there is none. */
  toggle(heading: string): boolean {
    const found = this.#sections().filter((one) => plain(one.title, one.name) === heading);
    for (const one of found) one.isFolded = !one.isFolded;
    if (found.length > 0) this.redraw();
    return found.length > 0;
  }

  /** Folds all sections, or unfolds them when all are folded. */
  toggleAll(): void {
    const all = this.#sections();
    const fold = all.some(({ isFolded }) => !isFolded);
    for (const one of all) one.isFolded = fold;
    this.redraw();
  }

  redraw(): void {
    this.#redrawWanted = false;
    this.#partial = false;
    this.#pending = '';
    // The screen, what was scrolled away, and back to the top.
    this.#write(`\x1b[2J\x1b[3J\x1b[H${drawEntries(this.#root.entries)}`);
    this.#show();
  }

  #sections(within: Section = this.#root): Section[] {
    return within.entries.flatMap((entry) =>
      'section' in entry ? [entry.section, ...this.#sections(entry.section)] : [],
    );
  }

  #sink() {
    return {
      line: (line: TraceLine) => this.#addLine(line.spans),
      open: ({ name, collapsed }: { name: string; collapsed: boolean }) => {
        const opened = section(name, collapsed);
        const isVisible = this.#open.every((one) => !one.isFolded);
        this.#innermost().entries.push({ section: opened });
        this.#open.push(opened);
        this.#titleWanted = !REPLY.test(name);
        if (!this.#titleWanted && isVisible) this.#pending += `${heading(opened)}\r\n`;
      },
      close: ({ name, seconds }: { name: string; seconds?: number }) => {
        const at = this.#open.findLastIndex((one) => one.name === name);
        const closed = this.#open[at];
        if (closed === undefined || at === 0) return;
        for (const one of this.#open.splice(at)) one.isOpen = false;
        closed.seconds = seconds;
        this.#titleWanted = false;
        if (AROUND_THE_SCRIPT.test(name)) closed.isFolded = true;
        this.#redrawWanted = true; // the heading says how long it took
      },
    };
  }

  #addLine(spans: readonly Span[]): void {
    const inside = this.#innermost();
    const isVisible = this.#open.every((one) => !one.isFolded);
    if (this.#titleWanted && inside !== this.#root) {
      this.#titleWanted = false;
      inside.title = spans;
      const isHeadingVisible = this.#open.slice(0, -1).every((one) => !one.isFolded);
      if (isHeadingVisible) this.#pending += `${heading(inside)}\r\n`;
      return;
    }
    inside.entries.push({ line: spans });
    if (isVisible) this.#pending += `${ansi(spans)}\r\n`;
    this.#lines += 1;
    if (this.#lines < MOST_LINES + FORGOTTEN_AT_ONCE) return;
    this.#lines -= forgetOldest(this.#root, FORGOTTEN_AT_ONCE);
  }

  #innermost(): Section {
    return this.#open.at(-1) ?? this.#root;
  }

  #show(): void {
    if (this.#redrawWanted) {
      this.redraw();
      return;
    }
    const current = this.#reader.current();
    const isShown = current !== undefined && !this.#titleWanted && this.#open.every((one) => !one.isFolded);
    const erase = this.#partial ? '\r\x1b[2K' : '';
    const partial = isShown ? ansi(fitting(current.spans, this.#columns - 1)) : '';
    if (erase === '' && this.#pending === '' && partial === '') return;
    this.#write(`${erase}${this.#pending}${partial}`);
    this.#pending = '';
    this.#partial = partial !== '';
  }
}

function section(name: string, isFolded = false): Section {
  return { name, title: [], entries: [], isFolded, isOpen: true, seconds: undefined };
}

/** Removes so many of the oldest lines, and sections that ended and hold none; returns how many lines went. */
function forgetOldest(within: Section, count: number): number {
  let left = count;
  within.entries = within.entries.filter((entry) => {
    if (left === 0) return true;
    if ('line' in entry) {
      left -= 1;
      return false;
    }
    left -= forgetOldest(entry.section, left);
    return entry.section.isOpen || entry.section.entries.length > 0;
  });
  return count - left;
}

function drawEntries(entries: readonly Entry[]): string {
  return entries
    .map((entry) => {
      if ('line' in entry) return `${ansi(entry.line)}\r\n`;
      const { section: one } = entry;
      return `${heading(one)}\r\n${one.isFolded ? '' : drawEntries(one.entries)}`;
    })
    .join('');
}

/** `▾ Getting source from Git repository  00:01` */
function heading(one: Section): string {
  const took = one.seconds === undefined ? '' : `  ${styled(duration(one.seconds), ['2'])}`;
  return `${styled(`${one.isFolded ? '▸' : '▾'} ${plain(one.title, one.name)}`, ['1', '36'])}${took}`;
}

/** The heading that a line of the terminal shows, if it is one. */
export function headingOf(line: string): string | undefined {
  return /^[▸▾] (.*?)(?: {2}\d\d:\d\d)?\s*$/u.exec(line)?.[1];
}

function plain(title: readonly Span[], name: string): string {
  const text = title
    .map((span) => span.text)
    .join('')
    .trim();
  return text === '' ? name : text;
}

function duration(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
