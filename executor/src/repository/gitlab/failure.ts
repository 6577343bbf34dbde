/** Why a file could not be had: the server says that it is not there, or nothing can be said of it here and now. */
export type Failure =
  | { readonly kind: 'missing'; readonly what: 'file' | 'project' | 'ref' }
  | { readonly kind: 'unknown'; readonly reason: string };

/** Carries a Failure through the client library. Neither its text nor its cause holds anything that the server said. */
export class ReadFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.kind === 'unknown' ? failure.reason : `missing ${failure.what}`);
    this.name = 'ReadFailure';
    this.failure = failure;
  }
}

export const unknown = (reason: string): ReadFailure => new ReadFailure({ kind: 'unknown', reason });

export const missing = (what: 'file' | 'project' | 'ref'): ReadFailure =>
  new ReadFailure({ kind: 'missing', what });

/** The failure of what was asked for, as a value; everything that is not a ReadFailure goes on. */
export async function caught<T>(
  work: () => Promise<T>,
): Promise<{ readonly kind: 'had'; readonly value: T } | Failure> {
  try {
    return { kind: 'had', value: await work() };
  } catch (error) {
    if (error instanceof ReadFailure) return error.failure;
    throw error;
  }
}
