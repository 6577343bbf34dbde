import { checkExpression, evaluateExpression } from '@gitlab-chatops/shared/ci/expression';
import { inputObject, inputText } from '../mode.js';

/** Mode `expr`: does a config accept the expression, and is it truthful with these variables. */
export function run(input: unknown): { valid: boolean | 'raises'; truthful: boolean | 'raises' } {
  const fields = inputObject(input);
  const { inputs, ...variables } = inputObject(fields.variables ?? {});
  // An `inputs` mapping is what `spec:inputs:rules` has; a text of that name is a CI variable like any other.
  const values = typeof inputs === 'object' && inputs !== null ? inputObject(inputs) : {};
  const all: Readonly<Record<string, unknown>> =
    typeof inputs === 'string' ? { ...variables, inputs } : variables;
  const expression = inputText(fields, 'expression');
  const check = checkExpression(expression);
  const { kind, truthful } = evaluateExpression(expression, (name) => text(all, name), {
    inputs: (name) => text(values, name),
  });
  return {
    valid: check === 'raises' ? 'raises' : check === 'valid',
    truthful: kind === 'raises' ? 'raises' : truthful,
  };
}

function text(from: Readonly<Record<string, unknown>>, name: string): string | null | undefined {
  const value = Object.hasOwn(from, name) ? from[name] : undefined;
  return value === null || value === undefined ? value : String(value);
}
