import type { Mark } from './cursor.js';
import type { CollectionSyntax, SyntaxNode } from './syntax-tree.js';
import type { Token, TokenType } from './token.js';

/** What the parser keeps of open collections, and what a step of the grammar comes to. */

export type State =
  | 'block-sequence'
  | 'indentless-sequence'
  | 'block-key'
  | 'block-value'
  | 'flow-sequence'
  | 'flow-key'
  | 'flow-value'
  | 'flow-empty-value'
  | 'pair-key'
  | 'pair-value'
  | 'pair-end';

export interface Frame {
  readonly node: CollectionSyntax;
  state: State;
  first: boolean;
  /** Where the collection starts, for errors. */
  readonly mark: Mark;
}

/** What a step of the grammar comes to. */
export type Action =
  | { readonly kind: 'leaf'; readonly node: SyntaxNode }
  | { readonly kind: 'open'; readonly frame: Frame }
  | { readonly kind: 'close'; readonly end: Mark };

export const leaf = (node: SyntaxNode): Action => ({ kind: 'leaf', node });

export const closing = (end: Mark): Action => ({ kind: 'close', end });

export const opening = (
  kind: 'sequence' | 'mapping',
  { anchor, tag }: Properties,
  start: Mark,
  state: State,
  token: Token,
): Action => ({
  kind: 'open',
  frame: {
    node: { kind, anchor, tag, start, children: [], end: token.end },
    state,
    first: true,
    mark: token.start,
  },
});

export interface Properties {
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

export const NO_PROPERTIES: Properties = { anchor: undefined, tag: undefined };

export const scalarSyntax = (
  token: Token & { type: 'scalar' },
  { anchor, tag }: Properties,
  start: Mark,
): SyntaxNode => ({
  kind: 'scalar',
  value: token.value,
  quoted: tag === undefined && token.style !== 'plain',
  anchor,
  // The lone `!` only says that the text is no string by its quotes.
  tag: tag === '!' ? undefined : tag,
  start,
  end: token.end,
});

export const emptyScalar = (mark: Mark): SyntaxNode => ({
  kind: 'scalar',
  value: '',
  quoted: false,
  start: mark,
  end: mark,
});

export const collectionAt = (
  type: TokenType,
  block: boolean,
): { kind: 'sequence' | 'mapping'; state: State } | undefined => {
  if (type === 'flow-sequence-start') return { kind: 'sequence', state: 'flow-sequence' };
  if (type === 'flow-mapping-start') return { kind: 'mapping', state: 'flow-key' };
  if (block && type === 'block-sequence-start') return { kind: 'sequence', state: 'block-sequence' };
  if (block && type === 'block-mapping-start') return { kind: 'mapping', state: 'block-key' };
  return undefined;
};
