/**
 * One conformance mode: what the product says about one `input` of the cases file. The value must be plain JSON.
 * Throwing is allowed: the case becomes `{"crash": "message"}` and the rest goes on.
 */
export type Mode = (input: unknown) => unknown;

/** The `input` as a JSON object; a case without one is the caller's mistake and crashes alone. */
export function inputObject(input: unknown): Readonly<Record<string, unknown>> {
  if (typeof input === 'object' && input !== null && !Array.isArray(input)) return { ...input };
  throw new TypeError('the case has no input object');
}

/** A text field of the input. */
export function inputText(input: Readonly<Record<string, unknown>>, key: string): string {
  const value = input[key];
  if (typeof value === 'string') return value;
  throw new TypeError(`the input has no text "${key}"`);
}

/** The bytes of a log: `{text}` in UTF-8, or `{b64}`. */
export function inputBytes(input: Readonly<Record<string, unknown>>): Uint8Array {
  if (typeof input.b64 === 'string') return new Uint8Array(Buffer.from(input.b64, 'base64'));
  return new TextEncoder().encode(inputText(input, 'text'));
}
