import type { YamlNode } from '../node.js';
import { get, isBlank, isString, keyText } from '../value/tree.js';
import { config, key } from './attributes.js';
import { validates, whenNotNil } from './checks.js';
import { mappingEntry, refusal } from './common.js';
import type { EntryType } from './entry.js';
import { keyNode } from './names.js';
import { alphanumeric, boolean, isAmong, isScalar, listOfStrings, ofType, scalarValue } from './rules.js';

/** `variables`: GitLab's entry/variables.rb and entry/variable.rb. */

const nameAttribute = { label: 'key', read: keyNode };

const simpleVariable: EntryType = {
  title: 'simple variable',
  checks: [validates(nameAttribute, alphanumeric), validates(config, scalarValue)],
};

const complexVariable: EntryType = {
  title: 'complex variable',
  checks: [
    validates(nameAttribute, alphanumeric),
    ...whenNotNil([
      [key('value', 'config value'), scalarValue],
      [key('description', 'config description'), alphanumeric],
      [key('expand', 'config expand'), boolean],
      [key('options', 'config options'), listOfStrings],
    ]),
    (entry, report) => {
      const allowed = entry.option('allowedValueData') ?? [];
      if (allowed.length === 0) {
        report(config, { code: 'CI_CONFIG_TYPE', message: 'must be a string' });
      } else if (entry.config.kind === 'mapping') {
        const extra = [...entry.config.entries].filter(([id]) => !allowed.includes(id));
        if (extra.length > 0) {
          const names = extra.map(([id]) => keyText(id)).join(', ');
          report(config, {
            code: 'CI_CONFIG_KEYS',
            message: `uses invalid data keys: ${names}`,
            at: extra[0]?.[1].key,
          });
        }
      }
      const options = get(entry.config, 'options');
      if (isBlank(options) || offers(options, get(entry.config, 'value'))) return;
      report(config, { code: 'CI_CONFIG_VALUE', message: 'value must be present in options' });
    },
  ],
};

/** Ruby's `include?`, which a text has too. */
const offers = (options: YamlNode | undefined, value: YamlNode | undefined): boolean => {
  if (options?.kind === 'sequence') return isAmong(value, options.items);
  return !isString(options) || (isString(value) && options.value.includes(value.value));
};

const unknownVariable = refusal(
  'unknown strategy',
  'variable definition must be either a string or a hash',
  () => '',
);

const variable: EntryType = {
  title: 'variable',
  choose: (value) => {
    if (isScalar(value)) return simpleVariable;
    return value.kind === 'mapping' ? complexVariable : unknownVariable;
  },
};

export const variables: EntryType = {
  ...mappingEntry(
    'variables',
    () => variable,
    [validates(config, ofType('Hash'))],
    (metadata) =>
      metadata.allowedValueData === undefined ? {} : { allowedValueData: metadata.allowedValueData },
  ),
};
