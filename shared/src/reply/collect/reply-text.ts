import { Masker, type MaskSet } from '../masking/masker.js';
import { type TerminalOptions, TerminalRenderer } from '../terminal/renderer.js';
import { type KeptText, TextStore } from './text-store.js';

/** Bytes kept of the beginning and of the end: more than any chat message holds. */
const KEPT_BYTES = 32 * 1024;

/**
 * The readable text of several stretches of terminal output, each on its own screen, one under the other. Secrets are
 * masked twice: in the raw bytes (or an overprinted one would show its rest) and in the rendered lines (or a coloured
 * one would pass). What is cut off later has been masked before.
 */
export class ReplyText {
  readonly #masks: MaskSet;
  readonly #terminal: TerminalOptions;
  readonly #store: TextStore;
  #lineMasker: Masker;
  /** Rendered text that was not masked yet: masking line by line would cost more than rendering. */
  readonly #batch = new Uint8Array(BATCH_BYTES);
  #batched = 0;
  #part: { masker: Masker; renderer: TerminalRenderer } | undefined;
  /** Line breaks to write before the next text. Those at the end of a stretch are never written. */
  #breaks = 0;
  #begun: boolean;

  constructor(masks: MaskSet, terminal: TerminalOptions, kept?: KeptText) {
    this.#masks = masks;
    this.#terminal = terminal;
    this.#store = new TextStore(KEPT_BYTES, kept);
    this.#begun = !this.#store.isEmpty;
    this.#lineMasker = new Masker(masks);
  }

  /** @param skipBlank a first line without text does not count: GitLab drops the rest of a start marker's line. */
  begin(skipBlank: boolean): void {
    this.end();
    const ownScreen = this.#store.isEmpty;
    let isFirst = skipBlank;
    const renderer = new TerminalRenderer(
      {
        line: (text, continued) => {
          const skip = isFirst && isBlank(text);
          isFirst = false;
          if (!skip) this.#line(text, continued);
        },
        clear: () => {
          if (ownScreen) this.#clear();
        },
      },
      this.#terminal,
    );
    this.#part = { masker: new Masker(this.#masks), renderer };
  }

  write(bytes: Uint8Array): void {
    this.#part?.renderer.write(this.#part.masker.push(bytes));
  }

  end(): void {
    if (this.#part === undefined) return;
    const { masker, renderer } = this.#part;
    renderer.write(masker.end());
    renderer.end();
    this.#maskBatch();
    this.#store.push(this.#lineMasker.end());
    this.#part = undefined;
    this.#breaks = 0;
    this.#begun = !this.#store.isEmpty;
  }

  /** The text of the stretches that have ended. */
  read(): KeptText {
    return this.#store.read();
  }

  #line(text: Uint8Array, continued: boolean): void {
    if (!continued) {
      if (this.#begun) this.#breaks++;
      this.#begun = true;
    }
    if (text.length === 0) return;
    if (this.#breaks === 1 && this.#batched + 1 + text.length <= BATCH_BYTES) {
      this.#batch[this.#batched++] = LF;
      this.#breaks = 0;
    }
    for (; this.#breaks > 0; this.#breaks -= Math.min(this.#breaks, LINE_BREAKS.length))
      this.#keep(LINE_BREAKS.subarray(0, this.#breaks));
    this.#keep(text);
  }

  #keep(bytes: Uint8Array): void {
    if (this.#batched + bytes.length > BATCH_BYTES) this.#maskBatch();
    if (bytes.length > BATCH_BYTES) this.#store.push(this.#lineMasker.push(bytes));
    else {
      this.#batch.set(bytes, this.#batched);
      this.#batched += bytes.length;
    }
  }

  #maskBatch(): void {
    this.#store.push(this.#lineMasker.push(this.#batch.subarray(0, this.#batched)));
    this.#batched = 0;
  }

  #clear(): void {
    this.#batched = 0;
    this.#store.clear();
    this.#lineMasker = new Masker(this.#masks);
    this.#breaks = 0;
    this.#begun = false;
  }
}

const LF = 0x0a;
const BATCH_BYTES = 16 * 1024;
const LINE_BREAKS = new Uint8Array(4096).fill(0x0a);

function isBlank(text: Uint8Array): boolean {
  for (const byte of text) if (byte !== 0x20) return false;
  return true;
}
