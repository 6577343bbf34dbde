import { drawPieces, type Piece } from '@gitlab-chatops/shared/view';
import { el } from './dom.js';

/** Message pieces as elements. */
export function renderPieces(pieces: readonly Piece[]): HTMLElement[] {
  return drawPieces<HTMLElement>(pieces, el);
}
