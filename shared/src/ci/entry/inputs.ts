import { checkInputs } from '../interpolation/inputs.js';
import type { MappingNode } from '../node.js';
import { get, isNil } from '../value/tree.js';
import { base, config, key } from './attributes.js';
import { validates } from './checks.js';
import type { Check, EntryType } from './entry.js';
import { keyNode } from './names.js';
import { allowedKeys, allowedValues, alphanumeric, ofType } from './rules.js';

/** Inputs of jobs and of `spec`: GitLab's entry/base_input.rb and job_input.rb. */

export const INPUT_KEYS = ['default', 'description', 'options', 'regex', 'type'];
export const INPUT_TYPES = ['array', 'boolean', 'number', 'string'];
export const MAX_OPTIONS = 50;

export const inputChecks: readonly Check[] = [
  validates({ label: 'key', read: keyNode }, alphanumeric),
  validates(key('description', 'input description'), alphanumeric, { allowNil: true }),
  validates(key('regex', 'input regex'), ofType('String'), { allowNil: true }),
  validates(key('type', 'input type'), allowedValues(INPUT_TYPES), { allowNil: true }),
  validates(key('options', 'input options'), ofType('Array'), { allowNil: true }),
  (entry, report) => {
    const options = get(entry.config, 'options');
    if (options?.kind !== 'sequence') return;
    if (options.items.some(isNil)) {
      report(config, { code: 'CI_CONFIG_VALUE', message: 'options array cannot contain null values' });
    }
    if (options.items.length > MAX_OPTIONS) {
      report(config, { code: 'CI_CONFIG_VALUE', message: `cannot define more than ${MAX_OPTIONS} options` });
    }
  },
];

export const jobInput: EntryType = {
  title: 'job input',
  checks: [
    ...inputChecks,
    validates(config, [ofType('Hash'), allowedKeys(INPUT_KEYS)]),
    (entry, report) => {
      if (entry.config.kind !== 'mapping' || !isNil(get(entry.config, 'default'))) return;
      report(base, { code: 'CI_CONFIG_REQUIRED', message: 'must have a default value' });
    },
  ],
};

/** What is wrong with the defaults of a job's inputs: nothing is given, so the defaults are judged. */
export const checkInputDefaults = (specs: MappingNode): readonly string[] =>
  checkInputs(specs, {
    values: { kind: 'mapping', entries: new Map(), at: specs.at },
    stringKeys: true,
  }).errors;
