import { has, isString } from '../value/tree.js';
import { config, key } from './attributes.js';
import { validates, whenNotNil } from './checks.js';
import { refusal } from './common.js';
import type { EntryType } from './entry.js';
import { includes } from './include.js';
import { allowedKeys, boolean, ofType, oneOf, present } from './rules.js';

/** `trigger`: GitLab's entry/trigger.rb and trigger/forward.rb. */

const MAX_TRIGGER_INCLUDES = 3;
const STRATEGIES = ['depend', 'mirror'];

const forward: EntryType = {
  title: 'forward',
  checks: [
    validates(config, allowedKeys(['yaml_variables', 'pipeline_variables'])),
    ...whenNotNil([
      [key('yaml_variables'), boolean],
      [key('pipeline_variables'), boolean],
    ]),
  ],
};

const strategy = validates(
  key('strategy'),
  [ofType('String'), oneOf(STRATEGIES, 'should be depend or mirror')],
  { allowNil: true },
);

const simpleTrigger: EntryType = { title: 'simple trigger', checks: [validates(config, present)] };

const crossProject: EntryType = {
  title: 'cross project trigger',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, present),
    validates(config, allowedKeys(['project', 'branch', 'strategy', 'forward', 'inputs'])),
    validates(key('inputs'), ofType('Hash'), { allowNil: true }),
    validates(key('project'), [ofType('String'), present]),
    validates(key('branch'), ofType('String'), { allowNil: true }),
    strategy,
  ],
  fields: [{ name: 'forward', type: () => forward }],
};

const sameProject: EntryType = {
  title: 'same project trigger',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, present),
    validates(config, allowedKeys(['strategy', 'include', 'forward'])),
    strategy,
  ],
  fields: [
    { name: 'include', type: () => includes, metadata: { maxSize: MAX_TRIGGER_INCLUDES } },
    { name: 'forward', type: () => forward },
  ],
};

export const trigger: EntryType = {
  title: 'trigger',
  choose: (value) => {
    if (isString(value)) return simpleTrigger;
    if (value.kind !== 'mapping') return refusal('unknown strategy', 'has to be either a string or a hash');
    return has(value, 'include') ? sameProject : crossProject;
  },
};
