import type { Inline, Piece } from '../render/index.js';
import { el } from './dom.js';

/** Message pieces as elements. */
export function renderPieces(pieces: readonly Piece[]): HTMLElement[] {
  return pieces.map(renderPiece);
}

function renderPiece(piece: Piece): HTMLElement {
  switch (piece.kind) {
    case 'paragraph':
    case 'context':
      return el('p', { class: piece.kind }, ...renderInlines(piece.children));
    case 'heading':
      return el(
        'p',
        { class: 'heading', role: 'heading', 'aria-level': '3' },
        ...renderInlines(piece.children),
      );
    case 'quote':
      return el('blockquote', {}, ...renderInlines(piece.children));
    case 'preformatted':
      // Wide output scrolls sideways, so it has to be reachable by keyboard.
      return el('pre', { tabindex: '0' }, ...renderInlines(piece.children));
    case 'list':
      return el(
        piece.ordered ? 'ol' : 'ul',
        {},
        ...piece.items.map((item) => el('li', {}, ...renderInlines(item))),
      );
    case 'fields':
      return el(
        'div',
        { class: 'fields' },
        ...piece.items.map((item) => el('p', {}, ...renderInlines(item))),
      );
    case 'buttons':
      return el(
        'p',
        { class: 'buttons' },
        ...piece.labels.map((label) => el('button', { type: 'button', disabled: true }, label)),
      );
    case 'divider':
      return el('hr');
    case 'attachment':
      return renderAttachment(piece.children, piece.colour);
    case 'unknown':
      return el('p', { class: 'context' }, `(${piece.type} is not shown here)`);
  }
}

function renderAttachment(children: readonly Piece[], colour: string | undefined): HTMLElement {
  const element = el('div', { class: 'attachment' }, ...renderPieces(children));
  if (colour !== undefined) element.style.setProperty('--bar', colour);
  return element;
}

function renderInlines(inlines: readonly Inline[]): (Node | string)[] {
  return inlines.map(renderInline);
}

function renderInline(inline: Inline): Node | string {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return el('code', {}, inline.text);
    case 'bold':
      return el('strong', {}, ...renderInlines(inline.children));
    case 'italic':
      return el('em', {}, ...renderInlines(inline.children));
    case 'strike':
      return el('s', {}, ...renderInlines(inline.children));
    case 'link':
      return el('a', { href: inline.url, target: '_blank', rel: 'noopener noreferrer' }, inline.text);
    case 'mention':
      return el('span', { class: inline.broadcast ? 'mention broadcast' : 'mention' }, inline.text);
  }
}
