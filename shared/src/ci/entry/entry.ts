import type { ConfigProblem } from '../model.js';
import type { YamlNode } from '../node.js';
import { inspect, textOf } from '../value/ruby-text.js';
import { flatten, isNil, keyText } from '../value/tree.js';

/**
 * One value of the config together with the rules for it: GitLab's Gitlab::Config::Entry::Node and its mixins
 * (Configurable, Validatable, Inheritable, Simplifiable, ComposableArray, ComposableHash). Order and repetition of
 * messages follow from the order in which entries are made, validated and composed, so that order is kept.
 */

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

export interface EntryPlace {
  readonly key?: string | undefined;
  readonly parent?: Entry | undefined;
  readonly metadata?: Metadata | undefined;
  readonly specified?: boolean;
  readonly undefined?: boolean;
}

/** Identity of a null key: locations leave it out. */
const NIL_KEY = '\0nil';
/** Keys that Ruby takes for none where the entry names itself. */
const BLANK_KEYS = ['\0false', '\0[]', '\0{}'];

const UNDEFINED: EntryType = { title: 'undefined' };

const NO_CHILDREN: ReadonlyMap<string, Entry> = new Map();
const NO_PROBLEMS: readonly ConfigProblem[] = [];

export class Entry {
  readonly type: EntryType;
  readonly config: YamlNode;
  readonly key: string | undefined;
  readonly parent: Entry | undefined;
  readonly metadata: Metadata;
  readonly specified: boolean;
  private entries: ReadonlyMap<string, Entry> = NO_CHILDREN;
  private problems: readonly ConfigProblem[] = NO_PROBLEMS;

  constructor(type: EntryType, config: YamlNode, place: EntryPlace = {}) {
    this.type = chosenType(type, config);
    this.config = config;
    this.key = this.type.keyless === true ? undefined : place.key;
    this.parent = place.parent;
    this.metadata = place.metadata ?? {};
    this.specified = place.specified ?? true;
    this.validate();
  }

  get children(): ReadonlyMap<string, Entry> {
    return this.entries;
  }

  setChild(name: string, child: Entry): void {
    if (this.entries === NO_CHILDREN) this.entries = new Map();
    this.ownEntries().set(name, child);
  }

  dropChild(name: string): void {
    if (this.entries.has(name)) this.ownEntries().delete(name);
  }

  private ownEntries(): Map<string, Entry> {
    if (!(this.entries instanceof Map)) throw new TypeError('an entry owns its children');
    return this.entries;
  }

  option<K extends keyof Metadata>(name: K): Metadata[K] {
    return this.metadata[name] ?? this.parent?.option(name);
  }

  child(name: string): Entry | undefined {
    return this.children.get(name);
  }

  /** The child when the config really has it. */
  given(name: string): Entry | undefined {
    const child = this.children.get(name);
    return child?.specified === true ? child : undefined;
  }

  /** Like `given`, and without problems of its own or below. */
  sound(name: string): Entry | undefined {
    const child = this.given(name);
    return child?.valid() === true ? child : undefined;
  }

  valid(): boolean {
    if (this.problems.length > 0) return false;
    for (const child of this.entries.values()) if (!child.valid()) return false;
    return true;
  }

  errors(): ConfigProblem[] {
    const problems = [...this.problems];
    for (const child of this.entries.values()) for (const problem of child.errors()) problems.push(problem);
    const { rewrite } = this.type;
    if (rewrite === undefined) return problems;
    return problems.map((problem) => ({ ...problem, message: rewrite(problem.message) }));
  }

  /** `jobs:build:image`: the keys of the ancestors and the own key, or the type's name. */
  location(): string {
    if (this.type.place !== undefined) return this.type.place;
    const names: string[] = [ownName(this)];
    for (let entry = this.parent; entry !== undefined; entry = entry.parent) {
      if (entry.key !== undefined && entry.key !== NIL_KEY) names.unshift(keyInLocation(entry));
    }
    return names.join(':');
  }

  compose(root?: Entry): void {
    const { type } = this;
    if (type.refuse !== undefined) return;
    if (this.goesOn()) {
      if (type.fields === undefined) this.composeItems(root);
      else this.composeFields(type.fields, root);
    }
    this.validateComposed();
    if (root !== undefined && type.fields !== undefined) this.inherit(type.fields, root);
  }

  private goesOn(): boolean {
    return this.valid() || this.option('bestEffort') === true;
  }

  private composeItems(root: Entry | undefined): void {
    this.type.compose?.(this);
    for (const child of this.entries.values()) child.compose(root);
  }

  private composeFields(fields: readonly Field[], root: Entry | undefined): void {
    if (this.config.kind === 'mapping') {
      for (const field of fields) {
        const child = makeChild(this, field, this.config.entries.get(field.name)?.value);
        if (child !== undefined) this.setChild(field.name, child);
      }
    }
    this.type.beforeChildren?.(this, root);
    for (const child of this.entries.values()) child.compose(root);
  }

  /** Takes entries over; each stands where its field stands, since the order of messages follows. */
  private inherit(fields: readonly Field[], root: Entry): void {
    const { inheritFrom } = this.type;
    if (inheritFrom === undefined) return;
    let added = false;
    for (const field of fields) {
      if (field.inherit !== true) continue;
      const inherited = inheritFrom(this, root, field.name);
      if (inherited?.specified !== true) continue;
      added ||= !this.entries.has(field.name);
      this.setChild(field.name, inherited);
    }
    if (!added) return;
    const ordered = new Map<string, Entry>();
    for (const { name } of fields) {
      const child = this.entries.get(name);
      if (child !== undefined) ordered.set(name, child);
    }
    this.entries = ordered;
  }

  private validate(): void {
    const refusal = this.type.refuse?.(this);
    if (refusal !== undefined) {
      const { code, verbatim, at = this.config } = refusal;
      this.problems = [{ code, message: verbatim, at: at.at }];
      return;
    }
    this.run(this.type.checks);
  }

  private validateComposed(): void {
    this.run(this.type.composedChecks);
  }

  private run(checks: readonly Check[] | undefined): void {
    if (checks === undefined) return;
    const found: ConfigProblem[] = [];
    for (const check of checks) {
      check(this, (attribute, complaint) => found.push(this.problemOf(attribute, complaint)));
    }
    if (found.length > 0) this.problems = [...this.problems, ...found];
  }

  private problemOf(attribute: Attribute, { code, message, at }: Complaint): ConfigProblem {
    const place = at ?? attribute.read(this) ?? this.config;
    const subject = attribute.label === '' ? '' : ` ${attribute.label}`;
    return { code, message: inGitlabCase(`${this.location()}${subject} ${message}`), at: place.at };
  }
}

const chosenType = (type: EntryType, config: YamlNode): EntryType => {
  let chosen = type;
  while (chosen.choose !== undefined) chosen = chosen.choose(config);
  return chosen;
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
const inGitlabCase = (message: string): string => {
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

/**
 * GitLab's Factory: null counts as not there; the fallback then stands in, unspecified. Without a fallback GitLab makes
 * an empty entry, which changes nothing.
 */
const makeChild = (parent: Entry, field: Field, value: YamlNode | undefined): Entry | undefined => {
  const place = { key: field.name, parent, metadata: field.metadata };
  if (value !== undefined && !isNil(value)) return new Entry(field.type(), value, place);
  const { fallback } = field;
  return fallback === undefined
    ? undefined
    : new Entry(field.type(), fallback, { ...place, specified: false });
};

/** A child of a composable list or mapping. */
export const addChild = (
  parent: Entry,
  id: string,
  key: string | undefined,
  type: EntryType,
  value: YamlNode,
  metadata?: Metadata,
): void => {
  const place = { key, parent, metadata };
  const child = isNil(value)
    ? new Entry(UNDEFINED, value, { ...place, specified: false })
    : new Entry(type, value, place);
  parent.setChild(id, child);
};
