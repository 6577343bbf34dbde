/** What a mocha run inside the extension host tells the one outside, one event a console line. */
export type InnerEvent =
  | { readonly kind: 'pass'; readonly path: readonly string[]; readonly ms: number }
  | { readonly kind: 'fail'; readonly path: readonly string[]; readonly error: InnerError }
  | { readonly kind: 'skip'; readonly path: readonly string[]; readonly reason?: string }
  | { readonly kind: 'end'; readonly failures: number };

export interface InnerError {
  readonly message: string;
  readonly stack?: string;
  readonly expected?: string;
  readonly actual?: string;
}

// Base64 between two marks: the workbench adds a format string and colours around what the host writes.
const LINE = /@@inner-test:([A-Za-z0-9+/=]+)@@/;

export function writeEvent(event: InnerEvent): string {
  const bytes = new TextEncoder().encode(JSON.stringify(event));
  return `@@inner-test:${btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))}@@`;
}

export function readEvent(line: string): InnerEvent | undefined {
  const encoded = LINE.exec(line)?.[1];
  if (encoded === undefined) return undefined;
  const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
  const event: InnerEvent = JSON.parse(new TextDecoder().decode(bytes));
  return event;
}
