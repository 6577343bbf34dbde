import type { YamlNode } from '../node.js';
import type { Entry } from './entry.js';

/** What an entry type is made of; see entry.ts for what is done with it. */

export type ProblemCode =
  | 'CI_CONFIG_KEYS'
  | 'CI_CONFIG_TYPE'
  | 'CI_CONFIG_VALUE'
  | 'CI_CONFIG_REQUIRED'
  | 'CI_CONFIG_CONFLICT';

/** What a check finds wrong; `at` where a smaller place than the attribute's value is known. */
export interface Complaint {
  readonly code: ProblemCode;
  readonly message: string;
  readonly at?: YamlNode | undefined;
}

/** A part of the entry's config, under the name that messages give it; '' for the entry itself (`:base`). */
export interface Attribute {
  readonly label: string;
  readonly read: (entry: Entry) => YamlNode | undefined;
}

export type Report = (attribute: Attribute, complaint: Complaint) => void;

export type Check = (entry: Entry, report: Report) => void;

/** What an entry type needs to know from its surroundings; an entry asks its ancestors for what it lacks. */
export interface Metadata {
  readonly allowedNeeds?: readonly string[];
  readonly allowedValueData?: readonly string[];
  readonly allowedWhen?: readonly string[];
  readonly allowedKeys?: readonly string[];
  readonly allowedStrategies?: readonly string[];
  readonly maxSize?: number;
  readonly unlimitedExistsPaths?: boolean;
  /** Look below what is wrong too, so that a config with errors shows as much of its jobs as it has. */
  readonly bestEffort?: boolean;
}

export interface Field {
  readonly name: string;
  readonly type: () => EntryType;
  /** Used, unspecified, when the key is not there or null. */
  readonly fallback?: YamlNode;
  /** Taken over from `default:` (in a job) or from the top level (in `default:`). */
  readonly inherit?: boolean;
  readonly metadata?: Metadata;
}

export interface EntryType {
  /** The Ruby class name in words: the last part of the location of an entry without a key. */
  readonly title: string;
  /** Stands for the whole location (retry). */
  readonly place?: string;
  /** Forgets its key, so that locations leave it out (caches). */
  readonly keyless?: boolean;
  readonly checks?: readonly Check[];
  /** Checks that need the children; they come after the others. */
  readonly composedChecks?: readonly Check[];
  /** Configurable: one entry for each field, in this order, whether the key is there or not. */
  readonly fields?: readonly Field[];
  /** ComposableHash, ComposableArray and their like: makes the children. */
  readonly compose?: (entry: Entry) => void;
  /** What happens between making the fields and composing them. */
  readonly beforeChildren?: (entry: Entry, root: Entry | undefined) => void;
  /** Inheritable: may take entries over from elsewhere. */
  readonly inheritFrom?: (entry: Entry, root: Entry, key: string) => Entry | undefined;
  /** Simplifiable: the type depends on the value. */
  readonly choose?: (config: YamlNode) => EntryType;
  /** UnknownStrategy: answers this instead of checking. */
  readonly refuse?: (entry: Entry) => Complaint & { readonly verbatim: string };
  /** Says the messages of the entry and of all below it in other words. */
  readonly rewrite?: (message: string) => string;
}
