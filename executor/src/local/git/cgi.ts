/** The head of a CGI answer (RFC 3875 §6): status and headers. */
export interface CgiHead {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  /** First bytes of the body that came with the head. */
  readonly rest: Buffer;
}

/** git http-backend writes a handful of short lines; more is not a head. */
export const CGI_HEAD_LIMIT_BYTES = 16 * 1024;

/** Reads the head from the bytes so far; undefined while its blank line has not come. */
export function parseCgiHead(bytes: Buffer): CgiHead | undefined {
  const end = endOfHead(bytes);
  if (end === undefined) return undefined;
  let status = 200;
  const headers: [string, string][] = [];
  for (const line of bytes.subarray(0, end.head).toString('latin1').split(/\r?\n/)) {
    const colon = line.indexOf(':');
    if (colon <= 0) continue;
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') status = Number.parseInt(value, 10) || 500;
    else headers.push([name, value]);
  }
  return { status, headers, rest: bytes.subarray(end.body) };
}

function endOfHead(bytes: Buffer): { head: number; body: number } | undefined {
  const unix = bytes.indexOf('\n\n');
  const wire = bytes.indexOf('\r\n\r\n');
  if (wire >= 0 && (unix < 0 || wire < unix)) return { head: wire, body: wire + 4 };
  return unix < 0 ? undefined : { head: unix, body: unix + 2 };
}
