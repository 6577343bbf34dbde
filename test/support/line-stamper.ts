/**
 * A model of the Runner's line stamper (FF_TIMESTAMPS): what one stream's writes become in the job log.
 * Of each write first all complete lines go out; a remainder that holds a `\r` becomes a line of its own at once; any
 * other waits. Source: GitLab Runner 19.4, common/buildlogger/internal/timestamper/timestamper.go.
 */
export class LineStamper {
  readonly #stream: string;
  #waiting = '';
  #continues = false;

  /** @param stream e.g. `01O`: number and kind of the stream. */
  constructor(stream: string) {
    this.#stream = stream;
  }

  /** The log bytes of one write, as a text of one character a byte. */
  write(bytes: string): string {
    let out = '';
    let rest = bytes;
    for (let newline = rest.indexOf('\n'); newline !== -1; newline = rest.indexOf('\n')) {
      out += `${this.#flush()}${rest.slice(0, newline + 1)}`;
      rest = rest.slice(newline + 1);
    }
    if (rest === '') return out;
    if (rest.includes('\r') || this.#waiting.length + rest.length > BUFFER) {
      out += `${this.#flush()}${rest}\n`;
      this.#continues = true;
      return out;
    }
    this.#waiting = this.#waiting === '' ? this.#header() + rest : this.#waiting + rest;
    return out;
  }

  close(): string {
    const out = this.#waiting === '' ? '' : `${this.#waiting}\n`;
    this.#waiting = '';
    return out;
  }

  #flush(): string {
    const begun = this.#waiting === '' ? this.#header() : this.#waiting;
    this.#waiting = '';
    return begun;
  }

  #header(): string {
    const flag = this.#continues ? '+' : ' ';
    this.#continues = false;
    return `2026-01-02T03:04:05.123456Z ${this.#stream}${flag}`;
  }
}

/** Bytes, header included, beyond which an unfinished line goes out. */
const BUFFER = 8 * 1024;
