import { LineCells, type Span } from './line-cells.js';
import { applySgr, PLAIN, type TextStyle } from './style.js';
import { type TraceToken, TraceTokenizer } from './trace-tokens.js';

export interface TraceLine {
  readonly spans: readonly Span[];
  /** The Runner's stamp of the line's first byte, when it stamps. */
  readonly time?: string;
  /** Characters of a very long line that are not shown. */
  readonly lost: number;
}

/** Where the reader puts what it reads, in the order of the log. */
export interface TraceSink {
  line(line: TraceLine): void;
  /** A section opens; the next line is its title. */
  open(section: { readonly name: string; readonly collapsed: boolean }): void;
  /** The innermost open section of that name ends, and those inside it. `seconds`: how long it took. */
  close(section: { readonly name: string; readonly seconds?: number }): void;
}

/** A job can print any number of start markers: deeper ones are read over. */
const DEEPEST_SECTION = 16;

/** Reads a job log as GitLab's log view does: stamps aside, colours kept, sections as folds. Streaming. */
export class TraceReader {
  readonly #sink: TraceSink;
  readonly #tokens = new TraceTokenizer();
  readonly #line = new LineCells();
  readonly #open: { readonly name: string; readonly time: number }[] = [];
  #style: TextStyle = PLAIN;
  /** A line break that a stamp with `+` may still take back. */
  #breakPending = false;
  #started = false;
  #markerOnLine = false;
  #time: string | undefined;
  #stream: string | undefined;

  constructor(sink: TraceSink) {
    this.#sink = sink;
  }

  feed(chunk: string): void {
    for (const token of this.#tokens.feed(chunk)) this.#take(token);
  }

  end(): void {
    for (const token of this.#tokens.end()) this.#take(token);
    this.#flush();
  }

  /** The line that is still being written, if there is something on it. */
  current(): TraceLine | undefined {
    return this.#line.isEmpty ? undefined : this.#lineNow();
  }

  #take(token: TraceToken): void {
    if (token.kind === 'stamp') {
      this.#stamp(token);
      return;
    }
    if (this.#breakPending) this.#flush();
    if (token.kind === 'text') {
      this.#started = true;
      this.#line.write(token.text, this.#style);
    } else if (token.kind === 'newline') {
      this.#started ||= !this.#markerOnLine;
      this.#breakPending = true;
    } else if (token.kind === 'control') this.#control(token.code);
    else if (token.kind === 'csi') this.#csi(token.parameters, token.final);
    else if (token.kind === 'marker') this.#marker(token);
  }

  /** Runner docs, feature flags: `+` continues the previous line of that stream. */
  #stamp(token: Extract<TraceToken, { kind: 'stamp' }>): void {
    if (token.continues && token.stream === this.#stream) {
      this.#breakPending = false;
      return;
    }
    if (this.#breakPending) this.#flush();
    this.#stream = token.stream;
    this.#time = token.time;
  }

  #control(code: string): void {
    if (code === '\r') this.#line.carriageReturn();
    else if (code === '\b') this.#line.backspace();
    else if (code === '\t') this.#line.tab();
  }

  #csi(parameters: string, final: string): void {
    const count = Number.parseInt(parameters, 10);
    if (final === 'm') {
      if (!/[<=>?]/.test(parameters)) this.#style = applySgr(this.#style, parameters);
    } else if (final === 'K') this.#line.erase(count || 0);
    else if (final === 'C') this.#line.move(count || 1);
    else if (final === 'D') this.#line.move(-(count || 1));
    else if (final === 'G') this.#line.moveTo((count || 1) - 1);
  }

  #marker(token: Extract<TraceToken, { kind: 'marker' }>): void {
    if (!this.#line.isEmpty) this.#flush();
    this.#started = false;
    this.#markerOnLine = true;
    if (token.action === 'start') {
      if (this.#open.length >= DEEPEST_SECTION) return;
      this.#open.push({ name: token.name, time: token.time });
      this.#sink.open({ name: token.name, collapsed: token.collapsed });
      return;
    }
    const index = this.#open.findLastIndex(({ name }) => name === token.name);
    const section = this.#open[index];
    if (section === undefined) return;
    this.#open.length = index;
    const seconds = token.time - section.time;
    this.#sink.close({ name: token.name, ...(seconds >= 0 ? { seconds } : {}) });
  }

  /** A line that held nothing but markers is no line; an empty line that a job printed is one. */
  #flush(): void {
    const isLine = this.#started || !this.#line.isEmpty;
    this.#breakPending = false;
    this.#started = false;
    this.#markerOnLine = false;
    if (isLine) this.#sink.line(this.#lineNow());
    this.#line.clear();
  }

  #lineNow(): TraceLine {
    return {
      spans: this.#line.spans(),
      lost: this.#line.lost,
      ...(this.#time === undefined ? {} : { time: this.#time }),
    };
  }
}
