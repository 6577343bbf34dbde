/**
 * One link of the chain every byte of a job's output passes on its way to the trace. Where a write is split shows in
 * stamped logs, so each link splits exactly as the Runner's. Source: common/buildlogger/build_logger.go wrap.
 */
export interface Filter {
  write(bytes: Buffer): void;
  /** Hands on what is held back, and closes the next link. */
  close(): void;
}

export const MASK = Buffer.from('[MASKED]');

/**
 * Where a text begins in `bytes` from `from` on: whole, or cut off by the end of the bytes. `length` says how much of
 * it is there; undefined when not even its beginning is.
 */
export function findStart(
  bytes: Buffer,
  text: Buffer,
  from: number,
): { readonly at: number; readonly length: number } | undefined {
  const whole = bytes.indexOf(text, from);
  if (whole >= 0) return { at: whole, length: text.length };
  const first = text[0];
  if (first === undefined) return undefined;
  const tail = Math.max(from, bytes.length - text.length + 1);
  for (let at = bytes.indexOf(first, tail); at >= 0; at = bytes.indexOf(first, at + 1)) {
    const length = bytes.length - at;
    if (bytes.compare(text, 0, length, at) === 0) return { at, length };
  }
  return undefined;
}
