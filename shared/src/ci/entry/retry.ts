import { FAILURE_REASONS } from '../failure-reasons.js';
import { isInteger } from '../value/tree.js';
import { config, key } from './attributes.js';
import { validates } from './checks.js';
import { refusal } from './common.js';
import type { EntryType } from './entry.js';
import {
  allowedKeys,
  allowedListValues,
  integerBetween,
  integersOrInteger,
  oneOf,
  stringOrList,
} from './rules.js';

/** `retry`: GitLab's entry/retry.rb. Its messages do not say where the job is. */

const MAX_RETRIES = 2;

const RETRY_WHEN = [...FAILURE_REASONS, 'always'];

const place = 'retry';
const when = key('when');

const simpleRetry: EntryType = {
  title: 'simple retry',
  place,
  checks: [validates(config, integerBetween(0, MAX_RETRIES))],
};

const fullRetry: EntryType = {
  title: 'full retry',
  place,
  checks: [
    validates(config, allowedKeys(['max', 'when', 'exit_codes'])),
    validates(key('max'), integerBetween(0, MAX_RETRIES), { allowNil: true }),
    validates(when, stringOrList, { allowNil: true }),
    validates(when, allowedListValues(RETRY_WHEN), {
      allowNil: true,
      when: (entry) => when.read(entry)?.kind === 'sequence',
    }),
    validates(when, oneOf(RETRY_WHEN), {
      allowNil: true,
      when: (entry) => {
        const value = when.read(entry);
        return value?.kind === 'scalar' && value.type === 'string';
      },
    }),
    validates(key('exit_codes'), integersOrInteger, { allowNil: true }),
  ],
};

const unknownRetry: EntryType = refusal(
  'unknown strategy',
  'has to be either an integer or a hash',
  () => 'retry config ',
);

export const retry: EntryType = {
  title: 'retry',
  choose: (value) => {
    if (isInteger(value)) return simpleRetry;
    return value.kind === 'mapping' ? fullRetry : unknownRetry;
  },
};
