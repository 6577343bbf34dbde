import type { YamlNode } from '../node.js';
import { isBoolean, isText } from '../value/tree.js';
import { config } from './attributes.js';
import { validates } from './checks.js';
import { refusal } from './common.js';
import type { Entry, EntryType } from './entry.js';
import { allowedKeys, allowedListValues, listOfStrings, ofType } from './rules.js';
import { supplied } from './supplied.js';

/** `inherit`: GitLab's entry/inherit.rb, inherit/default.rb, inherit/variables.rb. */

/** Entry::Default::ALLOWED_KEYS */
export const DEFAULT_KEYS = [
  'before_script',
  'after_script',
  'hooks',
  'cache',
  'image',
  'services',
  'interruptible',
  'timeout',
  'retry',
  'tags',
  'artifacts',
  'id_tokens',
];

const yesNo: EntryType = { title: 'boolean strategy' };

const unknown = refusal('unknown strategy', 'should be a bool or array of strings');

const choice = (list: EntryType): EntryType => ({
  title: 'inherit',
  choose: (value) => {
    if (isBoolean(value)) return yesNo;
    return value.kind === 'sequence' ? list : unknown;
  },
});

const listChecks = [validates(config, ofType('Array')), validates(config, listOfStrings)];

const inheritDefault = choice({
  title: 'array strategy',
  checks: [...listChecks, validates(config, allowedListValues(DEFAULT_KEYS))],
});

const inheritVariables = choice({ title: 'array strategy', checks: listChecks });

export const inherit: EntryType = {
  title: 'inherit',
  checks: [validates(config, ofType('Hash')), validates(config, allowedKeys(['default', 'variables']))],
  fields: [
    { name: 'default', type: () => inheritDefault, fallback: supplied.yes },
    { name: 'variables', type: () => inheritVariables, fallback: supplied.yes },
  ],
};

/** Whether a job takes this key over from `default:`. */
export const inheritsDefault = (entry: Entry | undefined, key: string): boolean =>
  selects(entry?.child('default')?.config, key) === true;

const selects = (value: YamlNode | undefined, key: string): boolean => {
  if (isBoolean(value)) return value.value;
  return value?.kind === 'sequence' && value.items.some((item) => isText(item) && item.value === key);
};
