import type { YamlNode } from '../node.js';
import { inspect, textOf } from '../value/ruby-text.js';
import { flatten, keyText } from '../value/tree.js';
import type { Entry } from './entry.js';

/** How messages name the place of an entry. */

/** Identity of a null key: locations leave it out. */
const NIL_KEY = '\0nil';

/** Keys that Ruby takes for none where the entry names itself. */
const BLANK_KEYS = ['\0false', '\0[]', '\0{}'];

/** `jobs:build:image`: the keys of the ancestors and the own key, or the type's name. */
export const locationOf = (entry: Entry): string => {
  if (entry.type.place !== undefined) return entry.type.place;
  const names: string[] = [ownName(entry)];
  for (let at = entry.parent; at !== undefined; at = at.parent) {
    if (at.key !== undefined && at.key !== NIL_KEY) names.unshift(keyInLocation(at));
  }
  return names.join(':');
};

/** Keys inside keys are strings. */
const joinKeys = (items: readonly YamlNode[], separator: string): string =>
  items.map((item) => (item.kind === 'mapping' ? inspect(item, true) : textOf(item))).join(separator);

/** Array#join flattens a key that is a list. */
const keyInLocation = (entry: Entry): string => {
  const { key } = entry;
  if (key === undefined) return '';
  if (!key.startsWith('\0[')) return keyText(key);
  const holder = entry.parent?.config;
  const node = holder?.kind === 'mapping' ? holder.entries.get(key)?.key : undefined;
  return node?.kind === 'sequence' ? joinKeys(flatten(node.items), ':') : keyText(key);
};

const ownName = (entry: Entry): string => {
  const name = keyInLocation(entry);
  return name === '' || (entry.key !== undefined && BLANK_KEYS.includes(entry.key)) ? entry.type.title : name;
};

const UNMATCHED_JOB = ' config should implement';

const JOBS = 'jobs ';

/** Messages are put into lower case, and spaces of an unknown job's name become underscores (validator.rb). */
export const inGitlabCase = (message: string): string => {
  const lower = message.toLowerCase();
  let end = lower.indexOf(UNMATCHED_JOB);
  if (end === -1) return lower;
  const parts: string[] = [];
  let done = 0;
  for (; end !== -1; end = lower.indexOf(UNMATCHED_JOB, end + 1)) {
    let start = end;
    while (start > done && /[a-z\s]/.test(lower.charAt(start - 1))) start -= 1;
    const jobs = lower.indexOf(JOBS, start);
    if (jobs === -1 || jobs + JOBS.length >= end) continue;
    const from = jobs + JOBS.length;
    parts.push(lower.slice(done, from), lower.slice(from, end).replaceAll(' ', '_'));
    done = end;
  }
  return parts.join('') + lower.slice(done);
};
