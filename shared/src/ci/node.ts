import type { SourceRange } from './range.js';

/**
 * The value tree of a config: what Ruby's Psych would have built, with the place of everything.
 * Nodes are immutable and shared: an alias, an `extends` or a `!reference` hands on the node it names, so that a
 * value always tells where it was written.
 */
export type YamlNode = ScalarNode | SequenceNode | MappingNode | ReferenceNode;

/**
 * A scalar with its Ruby class. `symbol` is what `:foo` gives: text that GitLab does not take for a string.
 * An integer is a bigint where a JavaScript number cannot hold it exactly.
 */
export type ScalarNode =
  | { readonly kind: 'scalar'; readonly type: 'string'; readonly value: string; readonly at: SourceRange }
  | { readonly kind: 'scalar'; readonly type: 'symbol'; readonly value: string; readonly at: SourceRange }
  | {
      readonly kind: 'scalar';
      readonly type: 'integer';
      readonly value: number | bigint;
      readonly at: SourceRange;
    }
  | { readonly kind: 'scalar'; readonly type: 'float'; readonly value: number; readonly at: SourceRange }
  | { readonly kind: 'scalar'; readonly type: 'boolean'; readonly value: boolean; readonly at: SourceRange }
  | { readonly kind: 'scalar'; readonly type: 'nil'; readonly value: null; readonly at: SourceRange };

export interface SequenceNode {
  readonly kind: 'sequence';
  readonly items: readonly YamlNode[];
  readonly at: SourceRange;
}

export interface MappingNode {
  readonly kind: 'mapping';
  /**
   * Entries in Ruby's Hash order, by key identity: the name itself for text keys (GitLab symbolizes them), and
   * `\u0000` plus Ruby's `inspect` for every other key (`\u00001` for the integer 1), so the two never meet.
   */
  readonly entries: ReadonlyMap<string, MappingEntry>;
  readonly at: SourceRange;
}

export interface MappingEntry {
  /** The key as read. */
  readonly key: YamlNode;
  readonly value: YamlNode;
}

/** `!reference [a, b]` before it is resolved; `target` is whatever stands behind the tag. */
export interface ReferenceNode {
  readonly kind: 'reference';
  readonly target: YamlNode;
  readonly at: SourceRange;
}

/** A value without places, in JSON's shape plus bigint; symbols become their text with a colon. */
export type PlainValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | readonly PlainValue[]
  | { readonly [key: string]: PlainValue };

/** A value and the place it was written at; nothing stands there when GitLab itself supplied it. */
export interface Located<T> {
  readonly value: T;
  readonly at?: SourceRange;
}
