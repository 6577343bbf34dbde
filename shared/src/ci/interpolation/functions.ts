import type { YamlNode } from '../node.js';
import { scalar } from '../value/scalar.js';
import { isString } from '../value/tree.js';
import { expandVariables, type VariableCollection, variableReferences } from '../variables/index.js';

/** The functions of `$[[ inputs.x | function ]]` (lib/gitlab/ci/config/interpolation/functions). */

export type FunctionResult =
  | { readonly ok: true; readonly value: YamlNode }
  | { readonly ok: false; readonly errors: readonly string[] };

type Apply = (text: string, variables: VariableCollection) => string | { readonly error: string };

interface Call {
  readonly name: string;
  readonly apply: Apply;
}

const TRUNCATE = /^truncate\([ \t\r\n\f\v]*(\d+)[ \t\r\n\f\v]*,[ \t\r\n\f\v]*(\d+)[ \t\r\n\f\v]*\)?$/m;

/** Applies the functions in order; an unknown one fails before any is applied. */
export const applyFunctions = (
  input: YamlNode,
  expressions: readonly string[],
  variables: VariableCollection,
): FunctionResult => {
  const calls: Call[] = [];
  const errors: string[] = [];
  for (const expression of expressions) {
    const call = callOf(expression);
    if (call !== undefined) calls.push(call);
    else {
      errors.push(
        `no function matching \`${expression}\`: check that the function name, arguments, and types are correct`,
      );
    }
  }
  if (errors.length > 0) return { ok: false, errors };
  let value = input;
  for (const { name, apply } of calls) {
    const result = isString(value)
      ? apply(value.value, variables)
      : { error: `invalid input type: ${name} can only be used with string inputs` };
    if (typeof result !== 'string') {
      return { ok: false, errors: [`error in \`${name}\` function: ${result.error}`] };
    }
    value = { ...scalar.string(result), at: value.at };
  }
  return { ok: true, value };
};

const callOf = (expression: string): Call | undefined => {
  const truncate = TRUNCATE.exec(expression);
  if (truncate !== null) {
    const [, offset = '0', length = '0'] = truncate;
    return { name: 'truncate', apply: (text) => slice(text, Number(offset), Number(length)) };
  }
  if (/^expand_vars$/m.test(expression)) return { name: 'expand_vars', apply: expandVars };
  if (/^posix_escape$/m.test(expression)) return { name: 'posix_escape', apply: shellEscape };
  return undefined;
};

const slice = (text: string, offset: number, length: number): string =>
  [...text].slice(offset, offset + length).join('');

const expandVars: Apply = (text, variables) => {
  const isMasked = [...variableReferences(text, 'no-escapes')].some(
    ({ name }) => variables.get(name)?.masked === true,
  );
  if (isMasked) return { error: 'variable expansion error: masked variables cannot be expanded' };
  return expandVariables(text, variables, 'keep');
};

/** Ruby's Shellwords.shellescape. */
const shellEscape = (text: string): string =>
  text === ''
    ? "''"
    : text.replaceAll(/[^A-Za-z0-9_\-.,:+/@\n]/gu, (char) => `\\${char}`).replaceAll('\n', "'\n'");
