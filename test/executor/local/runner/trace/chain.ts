import type { Filter } from '../../../../../executor/src/local/runner/trace/index.js';

/** The end of a chain: keeps every write. */
export function collector(): Filter & { readonly writes: string[]; readonly text: () => string } {
  const bytes: Buffer[] = [];
  return {
    get writes() {
      return bytes.map((one) => one.toString('latin1'));
    },
    text: () => Buffer.concat(bytes).toString('latin1'),
    write: (one) => {
      if (one.length > 0) bytes.push(Buffer.from(one));
    },
    close: () => {},
  };
}

/** Cuts bytes at the given places. */
export function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const sorted = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  return [0, ...sorted].map((from, at) => bytes.subarray(from, sorted[at] ?? bytes.length));
}
