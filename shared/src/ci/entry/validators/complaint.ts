import type { YamlNode } from '../../node.js';
import { isText } from '../../value/tree.js';
import type { Complaint, ProblemCode } from '../entry.js';

/** What the validators share. */

export const complaint = (code: ProblemCode, message: string, at?: YamlNode): Complaint =>
  at === undefined ? { code, message } : { code, message, at };

export const isTextList = (value: YamlNode | undefined): boolean =>
  value?.kind === 'sequence' && value.items.every(isText);

export const isHash = (value: YamlNode | undefined): boolean => value?.kind === 'mapping';

export const culprit = (
  value: YamlNode | undefined,
  test: (item: YamlNode) => boolean,
): YamlNode | undefined => (value?.kind === 'sequence' ? value.items.find((item) => !test(item)) : undefined);
