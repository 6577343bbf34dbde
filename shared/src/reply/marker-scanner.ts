import { joinBytes } from './bytes.js';
import { type MarkerAction, MarkerMatcher } from './marker-matcher.js';

/**
 * A piece of a log. The pieces' bytes, joined in order, are the log: nothing is lost, added or changed, and a text
 * piece holds no marker.
 */
export type ScanPiece =
  | { readonly kind: 'text'; readonly bytes: Uint8Array }
  | {
      readonly kind: 'marker';
      readonly action: MarkerAction;
      readonly name: string;
      /** The marker itself, options and closing bytes included. */
      readonly bytes: Uint8Array;
      /** Offset of the marker's first byte from the first byte scanned. */
      readonly at: number;
    };

/**
 * The longest marker that the scanner waits for, in bytes. GitLab has no such limit; real markers have some dozens,
 * and without one a hostile job could make us hold its whole log. What is longer comes out as text.
 */
export const MARKER_HOLD_LIMIT = 64 * 1024;

/**
 * Splits a log that arrives in chunks into text and section markers, by GitLab's rule and independent of where the
 * chunks end. Holds back only bytes that may still turn out to be a marker; chunks are never kept, so a caller may
 * reuse its buffer. Pieces are views of the chunk just pushed or copies of held bytes.
 */
export class MarkerScanner {
  readonly #matcher = new MarkerMatcher();
  /** Bytes from `#heldFrom` up to the end of the last chunk, in order. */
  #held: Uint8Array[] = [];
  #heldFrom = 0;

  push(chunk: Uint8Array): ScanPiece[] {
    const pieces: ScanPiece[] = [];
    const matcher = this.#matcher;
    const chunkFrom = matcher.position;
    for (let at = matcher.skip(chunk, 0); at < chunk.length; at = matcher.skip(chunk, at + 1)) {
      if (matcher.step(chunk[at] ?? 0)) this.#takeMarker(pieces, chunk, chunkFrom);
    }
    if (matcher.position - matcher.openFrom > MARKER_HOLD_LIMIT) matcher.abandon();
    this.#takeText(pieces, chunk, chunkFrom, matcher.openFrom);
    this.#hold(chunk, chunkFrom);
    return pieces;
  }

  /** The log ended: what was held back is text. */
  end(): ScanPiece[] {
    const pieces: ScanPiece[] = [];
    this.#takeText(pieces, EMPTY, this.#matcher.position, this.#matcher.position);
    return pieces;
  }

  #takeMarker(pieces: ScanPiece[], chunk: Uint8Array, chunkFrom: number): void {
    const { action, begin, nameBegin, nameEnd, position } = this.#matcher;
    if (position - begin > MARKER_HOLD_LIMIT) return;
    this.#takeText(pieces, chunk, chunkFrom, begin);
    const bytes = joinBytes(this.#take(chunk, chunkFrom, position));
    const name = ascii.decode(bytes.subarray(nameBegin - begin, nameEnd - begin));
    pieces.push({ kind: 'marker', action, name, bytes, at: begin });
  }

  #takeText(pieces: ScanPiece[], chunk: Uint8Array, chunkFrom: number, to: number): void {
    for (const bytes of this.#take(chunk, chunkFrom, to)) pieces.push({ kind: 'text', bytes });
  }

  /** The bytes not given out yet, up to an offset: held ones first, then those of the chunk. */
  #take(chunk: Uint8Array, chunkFrom: number, to: number): Uint8Array[] {
    const taken: Uint8Array[] = [];
    let used = 0;
    for (const piece of this.#held) {
      if (this.#heldFrom >= to) break;
      const length = Math.min(piece.length, to - this.#heldFrom);
      taken.push(piece.subarray(0, length));
      this.#heldFrom += length;
      if (length === piece.length) used += 1;
      else this.#held[used] = piece.subarray(length);
    }
    this.#held.splice(0, used);
    if (this.#heldFrom < to) {
      taken.push(chunk.subarray(this.#heldFrom - chunkFrom, to - chunkFrom));
      this.#heldFrom = to;
    }
    return taken;
  }

  #hold(chunk: Uint8Array, chunkFrom: number): void {
    const from = Math.max(this.#heldFrom - chunkFrom, 0);
    if (from < chunk.length) this.#held.push(chunk.slice(from));
  }
}

const EMPTY = new Uint8Array(0);
const ascii = new TextDecoder('utf-8');
