import { isJsonObject, type Json, parseJson } from '../loopback/index.js';
import { type ApiAnswer, fail } from './answer.js';

/**
 * Arguments of a Web API call. A form carries strings, nested values as JSON inside them; a JSON body carries
 * both as they are. Unknown arguments are ignored, as Slack does.
 */
export class ApiArguments {
  readonly #values: ReadonlyMap<string, Json>;

  constructor(values: Iterable<readonly [string, Json]>) {
    this.#values = new Map(values);
  }

  has(name: string): boolean {
    const value = this.#values.get(name);
    return value !== undefined && value !== null && value !== '';
  }

  /** The value as text; undefined when absent or empty. */
  text(name: string): string | undefined {
    const value = this.#values.get(name);
    if (typeof value === 'number' || typeof value === 'boolean') return String(value);
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  flag(name: string): boolean {
    const value = this.text(name);
    return value === 'true' || value === '1';
  }

  /** A nested value, parsed when it travelled as a string; undefined when it is not JSON. */
  nested(name: string): Json | undefined {
    const value = this.#values.get(name);
    return typeof value === 'string' ? parseJson(value) : value;
  }
}

/** Reads a call's arguments from query and body, or says what Slack would say about the body. */
export function readArguments(
  query: URLSearchParams,
  contentType: string | undefined,
  body: string,
): { readonly args: ApiArguments } | { readonly problem: ApiAnswer } {
  const fromQuery = [...query.entries()];
  if (body === '') return { args: new ApiArguments(fromQuery) };
  const type = contentType?.split(';')[0]?.trim().toLowerCase();
  if (type === undefined || type === '') return { problem: fail('missing_post_type') };
  if (type === 'application/x-www-form-urlencoded') {
    return { args: new ApiArguments([...fromQuery, ...new URLSearchParams(body).entries()]) };
  }
  if (type !== 'application/json') return { problem: fail('invalid_post_type') };
  const parsed = parseJson(body);
  if (parsed === undefined) return { problem: fail('invalid_json') };
  if (!isJsonObject(parsed)) return { problem: fail('json_not_object') };
  return { args: new ApiArguments([...fromQuery, ...Object.entries(parsed)]) };
}
