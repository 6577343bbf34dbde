import type { Mark } from './cursor.js';

/** The syntax tree of one document, before Ruby classes are given to the values (Psych's Nodes). */
export type SyntaxNode = ScalarSyntax | CollectionSyntax | AliasSyntax;

interface Properties {
  readonly anchor?: string | undefined;
  /** Resolved: `!` handles replaced by their prefixes; absent for none and for the lone `!`. */
  readonly tag?: string | undefined;
  readonly start: Mark;
}

export interface ScalarSyntax extends Properties {
  readonly kind: 'scalar';
  readonly value: string;
  /** libyaml's quoted_implicit: the text is a string whatever it looks like. */
  readonly quoted: boolean;
  readonly end: Mark;
}

export interface CollectionSyntax extends Properties {
  readonly kind: 'sequence' | 'mapping';
  /** Of a mapping: key, value, key, value. */
  readonly children: SyntaxNode[];
  end: Mark;
}

export interface AliasSyntax {
  readonly kind: 'alias';
  readonly name: string;
  readonly start: Mark;
  readonly end: Mark;
}
