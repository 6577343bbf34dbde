import type { Mark } from './cursor.js';

export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded';

interface Span {
  readonly start: Mark;
  readonly end: Mark;
}

export type Token = Span &
  (
    | { readonly type: 'stream-end' | 'document-start' | 'document-end' }
    | { readonly type: 'version-directive'; readonly major: number; readonly minor: number }
    | { readonly type: 'tag-directive'; readonly handle: string; readonly prefix: string }
    | { readonly type: 'block-sequence-start' | 'block-mapping-start' | 'block-end' }
    | { readonly type: 'flow-sequence-start' | 'flow-sequence-end' }
    | { readonly type: 'flow-mapping-start' | 'flow-mapping-end' }
    | { readonly type: 'block-entry' | 'flow-entry' | 'key' | 'value' }
    | { readonly type: 'alias' | 'anchor'; readonly name: string }
    | { readonly type: 'tag'; readonly handle: string; readonly suffix: string }
    | { readonly type: 'scalar'; readonly value: string; readonly style: ScalarStyle }
  );

export type TokenType = Token['type'];
