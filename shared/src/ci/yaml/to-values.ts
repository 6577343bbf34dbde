import type { MappingEntry, ScalarNode, YamlNode } from '../node.js';
import type { SourceRange } from '../range.js';
import { type PlainScalar, placedScalar, scalar } from '../value/scalar.js';
import { isText, keyId } from '../value/tree.js';
import { DisallowedClassError, LoadError } from './load-error.js';
import { InvalidNumberError, typedScalar } from './scalar-types.js';
import type { CollectionSyntax, ScalarSyntax, SyntaxNode } from './syntax-tree.js';
import { collectionClass, floatOf, scalarByTag } from './tags.js';

/** Gives a place in the file to a stretch of the text that was parsed. */
export type Locate = (node: SyntaxNode) => SourceRange;

const REFERENCE_TAG = '!reference';

/** Deeper than GitLab's limit of 100: the depth check answers, not the stack. */
const DEEPEST = 400;

/** A value, and what ties parts of a document together. */
export interface ReadValue {
  readonly value: YamlNode;
  /** In the order of the text; a name can be given again. */
  readonly anchors: readonly { readonly name: string; readonly value: YamlNode }[];
  /** UTF-16 offsets into the text that was parsed. */
  readonly aliases: readonly number[];
}

/**
 * Makes values of a syntax tree: Psych's ToRuby visitor with GitLab's permitted classes (Symbol, !reference),
 * then GitLab's deep_symbolize_keys. `known`: anchors from before this text. Throws LoadError.
 */
export const toValue = (
  root: SyntaxNode,
  locate: Locate,
  known: ReadonlyMap<string, YamlNode>,
): ReadValue => {
  const visitor = new Visitor(locate, known);
  const value = visitor.visit(root, 0);
  return { value, anchors: visitor.given, aliases: visitor.aliases };
};

class Visitor {
  private readonly locate: Locate;
  private readonly anchors: Map<string, YamlNode | 'in progress'>;
  readonly given: { name: string; value: YamlNode }[] = [];
  readonly aliases: number[] = [];

  constructor(locate: Locate, known: ReadonlyMap<string, YamlNode>) {
    this.locate = locate;
    this.anchors = new Map(known);
  }

  visit(node: SyntaxNode, depth: number): YamlNode {
    if (depth > DEEPEST) throw new LoadError('The parsed YAML is too big');
    switch (node.kind) {
      case 'alias':
        return this.resolveAlias(node.name, node);
      case 'scalar':
        return this.remember(node, this.visitScalar(node));
      case 'sequence':
        return this.visitSequence(node, depth);
      case 'mapping':
        return this.visitMapping(node, depth);
    }
  }

  private resolveAlias(name: string, node: SyntaxNode): YamlNode {
    this.aliases.push(node.start.offset);
    const value = this.anchors.get(name);
    if (value === undefined) throw this.error(`An alias referenced an unknown anchor: ${name}`, node);
    // A value that holds itself is endlessly deep.
    if (value === 'in progress') throw this.error('The parsed YAML is too big', node);
    return value;
  }

  private remember(node: ScalarSyntax | CollectionSyntax, value: YamlNode): YamlNode {
    if (node.anchor === undefined) return value;
    this.anchors.set(node.anchor, value);
    this.given.push({ name: node.anchor, value });
    return value;
  }

  private error(message: string, node: SyntaxNode): LoadError {
    return new LoadError(message, { start: node.start.offset, end: node.end.offset });
  }

  private visitScalar(node: ScalarSyntax): YamlNode {
    const at = this.locate(node);
    if (node.tag === REFERENCE_TAG) {
      return { kind: 'reference', target: { ...scalar.string(node.value), at }, at };
    }
    try {
      return placedScalar(this.classify(node), at);
    } catch (error) {
      if (error instanceof DisallowedClassError) throw this.error(error.message, node);
      if (error instanceof InvalidNumberError) throw this.error('Invalid YAML syntax', node);
      throw error;
    }
  }

  private classify(node: ScalarSyntax): PlainScalar {
    if (node.quoted) return scalar.string(node.value);
    if (node.tag === undefined) return typedScalar(node.value);
    return scalarByTag(node.tag, node.value) ?? floatOf(node.tag, node.value) ?? typedScalar(node.value);
  }

  private visitSequence(node: CollectionSyntax, depth: number): YamlNode {
    this.refuseClass(node);
    if (node.anchor !== undefined) this.anchors.set(node.anchor, 'in progress');
    const at = this.locate(node);
    const items = node.children.map((child) => this.visit(child, depth + 1));
    const list: YamlNode = { kind: 'sequence', items, at };
    return this.remember(node, node.tag === REFERENCE_TAG ? { kind: 'reference', target: list, at } : list);
  }

  private visitMapping(node: CollectionSyntax, depth: number): YamlNode {
    this.refuseClass(node);
    if (node.anchor !== undefined) this.anchors.set(node.anchor, 'in progress');
    const at = this.locate(node);
    const entries = new Map<string, MappingEntry>();
    for (let place = 0; place + 1 < node.children.length; place += 2) {
      const keySyntax = node.children[place];
      const valueSyntax = node.children[place + 1];
      if (keySyntax === undefined || valueSyntax === undefined) break;
      const key = this.visit(keySyntax, depth + 1);
      const value = this.visit(valueSyntax, depth + 1);
      const merged = isMergeKey(keySyntax, key) ? mergeSources(valueSyntax, value) : undefined;
      if (merged === undefined) entries.set(keyId(key), { key, value });
      else for (const [id, entry] of merged) entries.set(id, entry);
    }
    const mapping: YamlNode = { kind: 'mapping', entries, at };
    return this.remember(
      node,
      node.tag === REFERENCE_TAG ? { kind: 'reference', target: mapping, at } : mapping,
    );
  }

  private refuseClass(node: CollectionSyntax): void {
    if (node.tag === undefined || node.tag === REFERENCE_TAG) return;
    const className = collectionClass(node.kind, node.tag);
    if (className !== undefined) {
      throw this.error(new DisallowedClassError(className).message, node);
    }
  }
}

/** `<<`, quoted or not, unless it is tagged as a string. */
const isMergeKey = (syntax: SyntaxNode, key: YamlNode): key is ScalarNode =>
  isText(key) &&
  key.type === 'string' &&
  key.value === '<<' &&
  (syntax.kind !== 'scalar' || syntax.tag !== 'tag:yaml.org,2002:str');

/** The entries that `<<` brings, or nothing where Psych keeps `<<` as an ordinary key. */
const mergeSources = (syntax: SyntaxNode, value: YamlNode): ReadonlyMap<string, MappingEntry> | undefined => {
  if (syntax.kind !== 'sequence') return value.kind === 'mapping' ? value.entries : undefined;
  if (value.kind !== 'sequence') return undefined;
  const merged = new Map<string, MappingEntry>();
  for (const item of [...value.items].reverse()) {
    if (item.kind !== 'mapping') return undefined;
    for (const [id, entry] of item.entries) merged.set(id, entry);
  }
  return merged;
};
