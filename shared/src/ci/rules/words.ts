import type { VariableCollection } from '../variables/index.js';

/** What stands for a masked value wherever people may read it. */
export const MASKED = '[MASKED]';

const VALUE_LIMIT = 60; // longer values are cut in sentences; `saw` holds them whole

/** The looked-at values as people may see them. */
export function visibleValues(
  saw: Readonly<Record<string, string | null>>,
  variables: VariableCollection,
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    Object.entries(saw).map(([name, value]) => [
      name,
      variables.get(name)?.masked === true && value !== null && value !== '' ? MASKED : value,
    ]),
  );
}

/** `$A is "x", $B is not defined`, for sentences. */
export function valuesInWords(
  saw: Readonly<Record<string, string | null>>,
  variables: VariableCollection,
): string {
  return Object.entries(saw)
    .map(([name, value]) => `$${name} ${valueInWords(value, variables.get(name) !== undefined)}`)
    .join(', ');
}

function valueInWords(value: string | null, isDefined: boolean): string {
  if (value === null) return isDefined ? 'is defined without a value' : 'is not defined';
  if (value === '') return 'is empty';
  const shown = value.length > VALUE_LIMIT ? `${value.slice(0, VALUE_LIMIT)}…` : value;
  return value === MASKED ? 'is masked' : `is ${JSON.stringify(shown)}`;
}
