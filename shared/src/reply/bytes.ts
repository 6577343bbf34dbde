/** Byte strings joined; the piece itself when there is only one that holds anything. */
export function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const [first, second, ...rest] = pieces.filter((piece) => piece.length > 0);
  if (first === undefined) return new Uint8Array(0);
  if (second === undefined) return first;
  const all = [first, second, ...rest];
  const whole = new Uint8Array(all.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of all) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
