import { parseDuration } from '../value/duration.js';
import { isString } from '../value/tree.js';
import type { Rule } from './checks.js';
import type { Complaint } from './entry.js';

const NOT_A_DURATION: Complaint = { code: 'CI_CONFIG_VALUE', message: 'should be a duration' };
const OVER_THE_LIMIT: Complaint = { code: 'CI_CONFIG_VALUE', message: 'should not exceed the limit' };

/** 1.week: the limit of `start_in`. */
export const START_IN_LIMIT = 604_800;
/** Project::MAX_BUILD_TIMEOUT, 1.month of ActiveSupport. */
export const TIMEOUT_LIMIT = 2_629_746;

/**
 * `duration: { limit: … }`; a text that is no duration exceeds the limit as well (validators.rb). GitLab asks whether
 * the end of the one comes before the end of the other, and the clock has moved on between the two: the limit itself
 * passes.
 */
export const durationUpTo =
  (limit: number): Rule =>
  (value) => {
    const seconds = isString(value) ? parseDuration(value.value) : undefined;
    if (seconds === undefined) return [NOT_A_DURATION, OVER_THE_LIMIT];
    return seconds <= limit ? undefined : OVER_THE_LIMIT;
  };

/** `expire_in`: a duration or `never`. */
export const anyDuration: Rule = (value) => {
  if (isString(value) && (/^never$/i.test(value.value) || parseDuration(value.value) !== undefined)) {
    return undefined;
  }
  return NOT_A_DURATION;
};
