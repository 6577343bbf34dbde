import type { IncomingMessage } from 'node:http';
import { isJsonObject, type JsonObject, parseJson, readBody } from '../../loopback/index.js';

/** Job requests and updates are a few KiB (info, features, token). */
const JSON_LIMIT_BYTES = 256 * 1024;

/** A request's JSON object; an empty body or another value counts as `{}`, a broken one as undefined. */
export async function readJsonObject(request: IncomingMessage): Promise<JsonObject | undefined> {
  const text = (await readBody(request, JSON_LIMIT_BYTES)).toString('utf8');
  if (text.trim() === '') return {};
  const value = parseJson(text);
  if (value === undefined) return undefined;
  return isJsonObject(value) ? value : {};
}

/**
 * The parameters of a request as flat texts: query, then a form or JSON body, which wins. Grape reads both kinds of
 * body alike; of a repeated name the last one counts (Rack).
 */
export async function readParameters(
  request: IncomingMessage,
  query: URLSearchParams,
): Promise<ReadonlyMap<string, string> | undefined> {
  const parameters = new Map(query);
  const type = request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') {
    const body = await readJsonObject(request);
    if (body === undefined) return undefined;
    for (const [name, value] of Object.entries(body)) {
      if (value !== null && typeof value !== 'object') parameters.set(name, String(value));
    }
    return parameters;
  }
  const text = (await readBody(request, JSON_LIMIT_BYTES)).toString('utf8');
  for (const [name, value] of new URLSearchParams(text)) parameters.set(name, value);
  return parameters;
}

export function textOf(body: JsonObject, name: string): string | undefined {
  const value = body[name];
  return typeof value === 'string' ? value : undefined;
}

export function integerOf(body: JsonObject, name: string): number | undefined {
  const value = body[name];
  const number = typeof value === 'string' && /^-?\d+$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isSafeInteger(number) ? number : undefined;
}

export function objectOf(body: JsonObject, name: string): JsonObject {
  const value = body[name];
  return isJsonObject(value) ? value : {};
}
