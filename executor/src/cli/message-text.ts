import {
  type Inline,
  type MessageBody,
  type Names,
  type Piece,
  readMessage,
} from '@gitlab-chatops/shared/view';

/** The one person of a run is whoever started it. */
const NAMES: Names = { user: () => 'you', channel: () => undefined };

/** A Slack message as lines of plain text. */
export function messageText(message: MessageBody): string {
  return readMessage(message, NAMES).map(pieceText).join('\n');
}

function pieceText(piece: Piece): string {
  switch (piece.kind) {
    case 'paragraph':
    case 'heading':
    case 'context':
    case 'quote':
    case 'preformatted':
      return inlineText(piece.children);
    case 'list':
    case 'fields':
      return piece.items.map((item) => `• ${inlineText(item)}`).join('\n');
    case 'attachment':
      return piece.children.map(pieceText).join('\n');
    case 'buttons':
      return piece.labels.map((label) => `[${label}]`).join(' ');
    case 'divider':
      return '---';
    case 'unknown':
      return `(${piece.type})`;
  }
}

function inlineText(inlines: readonly Inline[]): string {
  return inlines
    .map((inline) => {
      switch (inline.kind) {
        case 'bold':
        case 'italic':
        case 'strike':
          return inlineText(inline.children);
        case 'link':
          // Links lead to servers that end with the run.
          return inline.text;
        default:
          return inline.text;
      }
    })
    .join('');
}
