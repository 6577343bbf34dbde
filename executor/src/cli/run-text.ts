import type { Paint } from '@gitlab-chatops/shared/lint';
import type { RunEvent, RunState } from '@gitlab-chatops/shared/simulation';
import { type TraceLine, TraceReader } from '@gitlab-chatops/shared/view';
import { printableLines } from '@gitlab-chatops/shared/words';
import { messageText } from './message-text.js';
import { styledText } from './style-text.js';
import { painter } from './terminal.js';

export interface RunTextOptions {
  readonly colour: boolean;
  /** Width of the terminal; undefined: the text goes to a file or a pipe. */
  readonly columns?: () => number;
}

/** Back to the line's first column, and nothing on the line. */
const CLEAR_LINE = '\r\x1b[K';

/** Shows a run to a person: the log as it comes, then both replies. */
export class RunText {
  readonly #write: (text: string) => void;
  readonly #paint: Paint;
  readonly #colour: boolean;
  readonly #columns: (() => number) | undefined;
  /** The line that a terminal shows although the job may still write on it. */
  #shown = '';
  readonly #decoder = new TextDecoder();
  /** By Slack's ts, so that a corrected message is shown as it was last. */
  readonly #replies = new Map<string, Extract<RunEvent, { event: 'reply' }>>();
  readonly #problems: Extract<RunEvent, { event: 'problem' }>[] = [];
  #gitlabReply: Extract<RunEvent, { event: 'gitlab_reply' }>['reply'] | undefined;
  #reader: TraceReader;

  constructor(write: (text: string) => void, { colour, columns }: RunTextOptions) {
    this.#write = write;
    this.#colour = colour;
    this.#columns = columns;
    this.#paint = painter(colour);
    this.#reader = this.#newReader();
  }

  take(event: RunEvent): void {
    switch (event.event) {
      case 'trace':
        if (event.restart) {
          this.#clearShown();
          this.#reader = this.#newReader();
        }
        this.#reader.feed(this.#decoder.decode(Buffer.from(event.data, 'base64'), { stream: true }));
        this.#showCurrent();
        return;
      case 'answer':
        if (!event.scheduled) this.#refusal(event);
        return;
      case 'reply':
        this.#replies.set(event.ts, event);
        return;
      case 'gitlab_reply':
        this.#gitlabReply = event.reply;
        return;
      case 'problem':
        this.#problems.push(event);
        return;
      case 'end':
        this.#reader.end();
        this.#clearShown();
        this.#ending(event.state);
        return;
      case 'begin':
      case 'job':
        return;
    }
  }

  #newReader(): TraceReader {
    return new TraceReader({
      line: (line) => {
        this.#clearShown();
        this.#write(`${this.#line(line)}\n`);
      },
      open: () => {},
      close: () => {},
    });
  }

  /** A prompt, a progress bar, the last line before a long silence: without this they came with the next line. */
  #showCurrent(): void {
    const line = this.#reader.current();
    const width = (line?.spans ?? []).reduce((sum, { text }) => sum + text.length, 0);
    // A line that wraps could not be taken back.
    if (line === undefined || this.#columns === undefined || width >= this.#columns()) return;
    const text = this.#line(line);
    if (text === this.#shown) return;
    this.#write(`${this.#shown === '' ? '' : CLEAR_LINE}${text}`);
    this.#shown = text;
  }

  #clearShown(): void {
    if (this.#shown !== '') this.#write(CLEAR_LINE);
    this.#shown = '';
  }

  #line({ spans, lost }: TraceLine): string {
    const text = spans
      .map(({ text: piece, style }) =>
        this.#colour ? styledText(printableLines(piece), style) : printableLines(piece),
      )
      .join('');
    return lost > 0 ? `${text}${this.#paint('dim', ` … ${lost} characters more`)}` : text;
  }

  #refusal({ sentence, cause, at }: Extract<RunEvent, { event: 'answer' }>): void {
    this.#write(`${this.#paint('dim', 'GitLab answers:')} ${printableLines(sentence)}\n`);
    if (!cause) return;
    const place = at === undefined ? '' : ` ${this.#paint('dim', `${at.file}:${at.line}:${at.column}`)}`;
    this.#write(
      `${this.#paint('error', 'because')}: ${printableLines(cause.message)} ${this.#paint('dim', `[${cause.code}]`)}${place}\n`,
    );
    if (cause.wayOut) this.#write(`  ${this.#paint('info', 'help')}: ${cause.wayOut}\n`);
  }

  /** Both replies and what was noticed, below the log. */
  #ending(state: RunState): void {
    for (const { isDirect, message } of this.#replies.values()) {
      this.#heading(isDirect ? 'Our reply, as a direct message' : 'Our reply');
      this.#write(`${printableLines(messageText(message))}\n`);
    }
    const theirs = this.#gitlabReply;
    if (theirs !== undefined) {
      this.#heading("What GitLab's own ChatOps would have posted");
      const text =
        theirs.kind === 'message'
          ? printableLines(messageText(theirs.message))
          : this.#paint('dim', theirs.reason);
      this.#write(`${text}\n`);
    }
    for (const { problem } of this.#problems) {
      this.#write(
        `\n${this.#paint('warning', 'note')}: ${problem.message} ${this.#paint('dim', `[${problem.code}]`)}\n`,
      );
      if (problem.wayOut) this.#write(`  ${problem.wayOut}\n`);
    }
    if (state === 'waiting') this.#write('The job waits to be started by hand or by time; it was not run.\n');
  }

  #heading(text: string): void {
    this.#write(`\n${this.#paint('bold', `── ${text} ──`)}\n`);
  }
}
