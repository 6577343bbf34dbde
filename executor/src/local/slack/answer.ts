import type { JsonObject } from '../loopback/index.js';

/** A Web API answer's body; always sent with status 200, as Slack does for everything but 429. */
export type ApiAnswer =
  | ({ readonly ok: true } & JsonObject)
  | ({ readonly ok: false; readonly error: string } & JsonObject);

export function fail(error: string, extra: JsonObject = {}): ApiAnswer {
  return { ok: false, error, ...extra };
}

/** An error with details, as Slack gives them for blocks and arguments. */
export function failWith(error: string, details: readonly string[]): ApiAnswer {
  return fail(error, {
    errors: details,
    response_metadata: { messages: details.map((detail) => `[ERROR] ${detail}`) },
  });
}
