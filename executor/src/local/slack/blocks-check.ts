import { isJsonObject, type Json, type JsonObject } from '../loopback/index.js';

/** Notes one thing that is wrong, at a JSON pointer. */
export type Fault = (pointer: string, message: string) => void;

/** Slack refuses a whole message for one key it does not know. */
export function allowKeys(value: JsonObject, at: string, keys: readonly string[], fault: Fault): void {
  for (const key of Object.keys(value)) {
    if (key === 'type' || key === 'block_id' || keys.includes(key)) continue;
    fault(at, `invalid additional property: ${key}`);
  }
}

export function need(value: JsonObject, key: string, at: string, fault: Fault): Json | undefined {
  const child = value[key];
  if (child === undefined) fault(at, `missing required field: ${key}`);
  return child;
}

/** A required string of 1 to `limit` characters. */
export function needText(value: JsonObject, key: string, at: string, limit: number, fault: Fault): void {
  const child = need(value, key, at, fault);
  if (child === undefined) return;
  if (typeof child !== 'string') fault(`${at}/${key}`, 'must be a string');
  else if (child.length === 0) fault(`${at}/${key}`, 'must be more than 0 characters');
  else if (child.length > limit) fault(`${at}/${key}`, `must be less than ${limit + 1} characters`);
}

/** A text object: `plain_text` or `mrkdwn`, never empty. */
export function textObject(
  value: Json | undefined,
  at: string,
  limit: number,
  fault: Fault,
  types: readonly string[] = ['plain_text', 'mrkdwn'],
): void {
  if (!isJsonObject(value)) {
    fault(at, 'must provide an object');
    return;
  }
  if (typeof value.type !== 'string' || !types.includes(value.type)) {
    fault(`${at}/type`, `must be one of: ${types.join(', ')}`);
  }
  allowKeys(value, at, value.type === 'mrkdwn' ? ['text', 'verbatim'] : ['text', 'emoji'], fault);
  needText(value, 'text', at, limit, fault);
}
