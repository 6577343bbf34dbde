import { config, key } from './attributes.js';
import { validates, whenNotNil } from './checks.js';
import type { Entry, EntryType } from './entry.js';
import { needsOfKind } from './needs.js';
import { parallel } from './parallel.js';
import {
  dropPolicyDefaults,
  fromDefault,
  PROCESSABLE_KEYS,
  processableChecks,
  processableFields,
} from './processable.js';
import { allowedKeys, boolean, ofType, oneOf } from './rules.js';
import { trigger } from './trigger.js';

/** Bridges: GitLab's entry/bridge.rb. */

const BRIDGE_WHEN = ['on_success', 'on_failure', 'always', 'manual'];

const bridgeNeeds = (entry: Entry): Entry[] => needsOfKind(entry.sound('needs'), 'bridge');

export const bridgeType = (needsType: EntryType): EntryType => ({
  title: 'bridge',
  checks: [
    ...processableChecks,
    validates(config, allowedKeys(['trigger', 'parallel', ...PROCESSABLE_KEYS])),
    ...whenNotNil([
      [key('when'), [ofType('String'), oneOf(BRIDGE_WHEN, `should be one of: ${BRIDGE_WHEN.join(', ')}`)]],
      [key('allow_failure'), boolean],
    ]),
  ],
  composedChecks: [
    (entry, report) => {
      if (entry.given('trigger') !== undefined || bridgeNeeds(entry).length > 0) return;
      report(config, {
        code: 'CI_CONFIG_REQUIRED',
        message: 'should contain either a trigger or a needs:pipeline',
      });
    },
    (entry, report) => {
      if (bridgeNeeds(entry).length < 2) return;
      report(config, { code: 'CI_CONFIG_VALUE', message: 'should contain at most one bridge need' });
    },
  ],
  fields: [
    ...processableFields,
    { name: 'trigger', type: () => trigger },
    { name: 'needs', type: () => needsType, metadata: { allowedNeeds: ['job', 'bridge'] } },
    { name: 'parallel', type: () => parallel, metadata: { allowedStrategies: ['matrix'] } },
  ],
  beforeChildren: dropPolicyDefaults,
  inheritFrom: fromDefault,
});
