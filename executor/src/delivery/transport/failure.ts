/**
 * A request that got no answer. What matters to whoever wants to send it again: `unsent` means that no byte of it
 * left this host's side of an established connection, so the server cannot have acted on it.
 */
export class TransportError extends Error {
  readonly phase: 'unsent' | 'sent';
  /** `ENOTFOUND`, `ECONNREFUSED`, `TIMEOUT`, `PROXY_407`, … */
  readonly reason: string;

  constructor(phase: 'unsent' | 'sent', reason: string, cause?: unknown) {
    super(`${phase}: ${reason}`, cause === undefined ? undefined : { cause });
    this.name = 'TransportError';
    this.phase = phase;
    this.reason = reason;
  }
}

/** The system's word for an error (`ECONNREFUSED`, `CERT_HAS_EXPIRED`), never its text, which may hold anything. */
export function reasonOf(error: unknown): string {
  if (error instanceof TransportError) return error.reason;
  if (error instanceof AggregateError) return reasonOf(error.errors[0]);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : 'ERROR';
}
