import { isUtf8 } from 'node:buffer';

const REPLACEMENT = Buffer.from('\ufffd', 'utf8');

/**
 * Replaces every byte that is no part of valid UTF-8 by U+FFFD, across writes: one for each byte, as Go decodes, where
 * browsers use one for a whole broken sequence. Source: helpers/trace/buffer.go (encoding.Replacement).
 */
export class Utf8Replacer {
  #held: Buffer = Buffer.alloc(0);

  /** What can be said of the bytes so far; an unfinished sequence at the end waits. */
  push(bytes: Buffer): Buffer {
    const all = this.#held.length === 0 ? bytes : Buffer.concat([this.#held, bytes]);
    if (this.#held.length > 0) this.#held = Buffer.alloc(0);
    if (isUtf8(all)) return all;
    const whole = all.length - unfinishedLength(all);
    this.#held = Buffer.from(all.subarray(whole));
    return replaceInvalid(all.subarray(0, whole));
  }

  /** The end: what is held is broken. */
  finish(): Buffer {
    const held = this.#held;
    this.#held = Buffer.alloc(0);
    return replaceInvalid(held);
  }
}

function replaceInvalid(bytes: Buffer): Buffer {
  if (isUtf8(bytes)) return bytes;
  const out = Buffer.allocUnsafe(bytes.length * REPLACEMENT.length);
  let put = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = runeLength(bytes, at);
    if (length === 0) put += REPLACEMENT.copy(out, put);
    for (let index = 0; index < length; index += 1) out[put + index] = bytes[at + index] ?? 0;
    put += length;
    at += Math.max(length, 1);
  }
  return out.subarray(0, put);
}

/** Allowed second bytes by first byte: RFC 3629 (no overlong forms, no surrogates, nothing past U+10FFFF). */
function secondRange(first: number): readonly [low: number, high: number] {
  if (first === 0xe0) return [0xa0, 0xbf];
  if (first === 0xed) return [0x80, 0x9f];
  if (first === 0xf0) return [0x90, 0xbf];
  if (first === 0xf4) return [0x80, 0x8f];
  return [0x80, 0xbf];
}

/** Bytes a sequence that begins so must have; 0 for a byte that begins none. */
function expectedLength(first: number): number {
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  if (first < 0xe0) return 2;
  return first < 0xf0 ? 3 : 4;
}

/** Length of the valid sequence at a place, or 0. */
function runeLength(bytes: Buffer, at: number): number {
  const length = expectedLength(bytes[at] ?? 0);
  if (at + length > bytes.length) return 0;
  return validPrefix(bytes, at, length) ? length : 0;
}

/** Are the bytes after the first, as far as `length` asks, allowed there? */
function validPrefix(bytes: Buffer, at: number, length: number): boolean {
  const [low, high] = secondRange(bytes[at] ?? 0);
  for (let index = 1; index < length; index += 1) {
    const byte = bytes[at + index] ?? 0;
    if (index === 1 ? byte < low || byte > high : byte < 0x80 || byte > 0xbf) return false;
  }
  return true;
}

/** Length of a sequence at the end that is right so far but not complete (Go: !utf8.FullRune). */
function unfinishedLength(bytes: Buffer): number {
  for (let length = 1; length <= Math.min(3, bytes.length); length += 1) {
    const at = bytes.length - length;
    const first = bytes[at] ?? 0;
    if (first >= 0x80 && first < 0xc0) continue;
    return expectedLength(first) > length && validPrefix(bytes, at, length) ? length : 0;
  }
  return 0;
}
