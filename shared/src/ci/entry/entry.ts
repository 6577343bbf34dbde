import type { ConfigProblem } from '../model.js';
import type { YamlNode } from '../node.js';
import { isNil } from '../value/tree.js';
import type { Attribute, Check, Complaint, EntryType, Field, Metadata } from './entry-type.js';
import { inGitlabCase, locationOf } from './location.js';

export type {
  Attribute,
  Check,
  Complaint,
  EntryType,
  Field,
  Metadata,
  ProblemCode,
  Report,
} from './entry-type.js';

export interface EntryPlace {
  readonly key?: string | undefined;
  readonly parent?: Entry | undefined;
  readonly metadata?: Metadata | undefined;
  readonly specified?: boolean;
  readonly undefined?: boolean;
}

const UNDEFINED: EntryType = { title: 'undefined' };

const NO_CHILDREN: ReadonlyMap<string, Entry> = new Map();

const NO_PROBLEMS: readonly ConfigProblem[] = [];

/**
 * One value of the config together with the rules for it: GitLab's Gitlab::Config::Entry::Node and its mixins
 * (Configurable, Validatable, Inheritable, Simplifiable, ComposableArray, ComposableHash). Order and repetition of
 * messages follow from the order in which entries are made, validated and composed, so that order is kept.
 */
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
    return { code, message: inGitlabCase(`${locationOf(this)}${subject} ${message}`), at: place.at };
  }
}

const chosenType = (type: EntryType, config: YamlNode): EntryType => {
  let chosen = type;
  while (chosen.choose !== undefined) chosen = chosen.choose(config);
  return chosen;
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
