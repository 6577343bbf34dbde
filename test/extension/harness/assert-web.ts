// node:assert/strict for suites that run in a browser's extension host, as far as they use it.
class AssertionError extends Error {
  readonly expected: unknown;
  readonly actual: unknown;

  constructor(message: string, actual: unknown, expected: unknown) {
    super(message);
    this.actual = actual;
    this.expected = expected;
  }
}

const text = (value: unknown): string => JSON.stringify(value, undefined, 2) ?? String(value);

function ok(value: unknown, message = `${text(value)} is not true`): asserts value {
  if (!value) throw new AssertionError(message, value, true);
}

function equal(actual: unknown, expected: unknown, message?: string): void {
  if (Object.is(actual, expected)) return;
  throw new AssertionError(message ?? `${text(actual)} is not ${text(expected)}`, actual, expected);
}

function deepEqual(actual: unknown, expected: unknown, message?: string): void {
  if (text(actual) === text(expected)) return;
  throw new AssertionError(message ?? `${text(actual)} is not ${text(expected)}`, actual, expected);
}

function match(actual: string, pattern: RegExp): void {
  if (!pattern.test(actual))
    throw new AssertionError(`${text(actual)} does not match ${pattern}`, actual, pattern);
}

const assert = Object.assign(ok, { ok, equal, deepEqual, match });

// biome-ignore lint/style/noDefaultExport: stands in for a module whose functions are taken from its default export.
export { assert as default };
