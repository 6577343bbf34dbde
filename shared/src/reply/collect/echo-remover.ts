import { joinBytes } from '../bytes.js';
import { PhraseMatcher } from '../masking/phrase-matcher.js';
import type { Echo } from './echoed-commands.js';

/**
 * Takes the Runner's echoed commands out of a step's output: each expected echo once, in order, wherever it stands
 * (output without a final line feed may precede it). A line that merely looks like one stays.
 */
export class EchoRemover {
  readonly #matchers: readonly PhraseMatcher[];
  #next = 0;
  #state = 0;
  #held: Uint8Array = new Uint8Array(0);

  constructor(echoes: readonly Echo[]) {
    const encoder = new TextEncoder();
    this.#matchers = echoes.map(({ forms }) => new PhraseMatcher(forms.map((form) => encoder.encode(form))));
  }

  push(chunk: Uint8Array): Uint8Array {
    let matcher = this.#matchers[this.#next];
    if (matcher === undefined) return joinBytes([this.end(), chunk]);
    const data = joinBytes([this.#held, chunk]);
    const pieces: Uint8Array[] = [];
    let shownFrom = 0;
    let state = this.#state;
    let at = this.#held.length;
    while (at < data.length && matcher !== undefined) {
      const { first } = matcher;
      if (state === 0) while (at < data.length && first[data[at] ?? 0] === 0) at++;
      if (at === data.length) break;
      state = matcher.step(state, data[at++] ?? 0);
      const length = matcher.found(state);
      if (length === 0) continue;
      pieces.push(data.subarray(shownFrom, at - length));
      shownFrom = at;
      state = 0;
      matcher = this.#matchers[++this.#next];
    }
    this.#state = state;
    const end = data.length - (matcher?.depth(state) ?? 0);
    pieces.push(data.subarray(shownFrom, end));
    this.#held = data.slice(end);
    return joinBytes(pieces);
  }

  /** The output ended: what was held back is the job's. */
  end(): Uint8Array {
    const rest = this.#held;
    this.#held = new Uint8Array(0);
    this.#state = 0;
    return rest;
  }
}
