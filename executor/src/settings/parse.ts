import { CodedError } from '@gitlab-chatops/shared/errors';
import { nearest } from '@gitlab-chatops/shared/words';
import { isMap, isPair, isScalar, LineCounter, type Node, parseDocument } from 'yaml';
import { en } from 'zod/locales';
import type * as z from 'zod/mini';
import { type SettingsFile, settingsSchema } from './schema.js';

/** `file:line:column` of a value, or of a key when `key` is given; the file alone when it is not in the text. */
type Locate = (path: readonly PropertyKey[], key?: string) => string;

/**
 * Reads the text of a settings file.
 * @throws CodedError CONFIG_YAML, CONFIG_UNKNOWN_KEY or CONFIG_INVALID, each with file, line and column
 */
export function parseSettings(text: string, file: string): SettingsFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const [syntax] = document.errors;
  if (syntax !== undefined) {
    throw new CodedError({ code: 'CONFIG_YAML', message: `${at(syntax.pos[0])}: ${syntax.message}` });
  }
  const locate: Locate = (path, key) => {
    const node = path.length === 0 ? document.contents : document.getIn(path, true);
    const offset = key === undefined ? offsetOf(node) : keyOffset(node, key);
    return offset === undefined ? file : at(offset);
  };
  const result = settingsSchema.safeParse(document.toJS() ?? {}, { error: en().localeError });
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw issue === undefined ? result.error : problemOf(issue, locate);
}

function problemOf(issue: z.core.$ZodIssue, locate: Locate): CodedError {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const meant = nearest(key.replaceAll('-', '_'), keysAt(issue.path));
    return new CodedError({
      code: 'CONFIG_UNKNOWN_KEY',
      message: `${locate(issue.path, key)}: the key "${key}" is not a setting of ${section(issue.path)}.`,
      wayOut:
        meant === undefined
          ? `Settings there: ${keysAt(issue.path).join(', ')}.`
          : `Did you mean "${meant}"?`,
    });
  }
  return new CodedError({
    code: 'CONFIG_INVALID',
    message: `${locate(issue.path)}: ${issue.path.join('.') || 'the file'}: ${issue.message}.`,
  });
}

function section(path: readonly PropertyKey[]): string {
  return path.length === 0 ? 'the top level' : `"${path.join('.')}"`;
}

/** The keys the schema knows at a path; a record (projects, environment) is stepped over by any name. */
function keysAt(path: readonly PropertyKey[]): string[] {
  let here = definition(settingsSchema);
  for (const step of path) here = definition(here.valueType ?? here.shape?.[String(step)]);
  return Object.keys(here.shape ?? {});
}

/** The parts of a zod schema that say what may stand in it. */
interface Definition {
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly valueType?: unknown;
  readonly innerType?: unknown;
}

/** Of a schema, or of what stands in `z.optional(…)`. */
function definition(schema: unknown): Definition {
  if (typeof schema !== 'object' || schema === null || !('def' in schema)) return {};
  const def = schema.def as Definition;
  return def.innerType === undefined ? def : definition(def.innerType);
}

function offsetOf(node: unknown): number | undefined {
  return (node as Node | undefined)?.range?.[0];
}

function keyOffset(node: unknown, key: string): number | undefined {
  if (!isMap(node)) return offsetOf(node);
  const pair = node.items.find(
    (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === key,
  );
  return offsetOf(pair?.key);
}
