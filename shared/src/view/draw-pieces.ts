import type { Inline, Piece } from './view.js';

/**
 * Makes an element; strings among the children become text, and that is the only way for text into a page. An attribute
 * whose name begins with `--` is a custom property of the element's style.
 */
export type Draw<Node> = (
  name: ElementName,
  attributes: Readonly<Record<string, string | boolean>>,
  ...children: readonly (Node | string)[]
) => Node;

type ElementName =
  | ('a' | 'blockquote' | 'button' | 'code' | 'div' | 'em' | 'hr' | 'li' | 'ol' | 'p' | 'pre' | 's')
  | ('span' | 'strong' | 'ul');

/** Message pieces as elements of whatever document the caller has. */
export function drawPieces<Node>(pieces: readonly Piece[], draw: Draw<Node>): Node[] {
  return pieces.map((piece) => drawPiece(piece, draw));
}

function drawPiece<Node>(piece: Piece, draw: Draw<Node>): Node {
  const inlines = (children: readonly Inline[]) => children.map((inline) => drawInline(inline, draw));
  switch (piece.kind) {
    case 'paragraph':
    case 'context':
      return draw('p', { class: piece.kind }, ...inlines(piece.children));
    case 'heading':
      return draw('p', { class: 'heading', role: 'heading', 'aria-level': '3' }, ...inlines(piece.children));
    case 'quote':
      return draw('blockquote', {}, ...inlines(piece.children));
    case 'preformatted':
      // Wide output scrolls sideways, so it has to be reachable by keyboard.
      return draw('pre', { tabindex: '0' }, ...inlines(piece.children));
    case 'list':
      return draw(
        piece.ordered ? 'ol' : 'ul',
        {},
        ...piece.items.map((item) => draw('li', {}, ...inlines(item))),
      );
    case 'fields':
      return draw('div', { class: 'fields' }, ...piece.items.map((item) => draw('p', {}, ...inlines(item))));
    case 'buttons':
      return draw(
        'p',
        { class: 'buttons' },
        ...piece.labels.map((label) => draw('button', { type: 'button', disabled: true }, label)),
      );
    case 'divider':
      return draw('hr', {});
    case 'attachment': {
      const attributes: Record<string, string> = { class: 'attachment' };
      if (piece.colour !== undefined) attributes['--bar'] = piece.colour;
      return draw('div', attributes, ...drawPieces(piece.children, draw));
    }
    case 'unknown':
      return draw('p', { class: 'context' }, `(${piece.type} is not shown here)`);
  }
}

function drawInline<Node>(inline: Inline, draw: Draw<Node>): Node | string {
  const within = (children: readonly Inline[]) => children.map((child) => drawInline(child, draw));
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return draw('code', {}, inline.text);
    case 'bold':
      return draw('strong', {}, ...within(inline.children));
    case 'italic':
      return draw('em', {}, ...within(inline.children));
    case 'strike':
      return draw('s', {}, ...within(inline.children));
    case 'link':
      return draw('a', { href: inline.url, target: '_blank', rel: 'noopener noreferrer' }, inline.text);
    case 'mention':
      return draw('span', { class: inline.broadcast ? 'mention broadcast' : 'mention' }, inline.text);
  }
}
