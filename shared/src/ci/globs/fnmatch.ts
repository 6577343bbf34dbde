import { braceAlternatives } from './braces.js';
import { type PatternSegment, type Piece, patternSegments } from './segments.js';

/** A pattern made ready for many paths. */
export interface Glob {
  readonly pattern: string;
  matches(path: string): boolean;
}

/**
 * Ruby's `File.fnmatch?` with FNM_PATHNAME, FNM_DOTMATCH and FNM_EXTGLOB, which is what GitLab calls for `changes`
 * and `exists`. At most quadratic in pattern and path; no JavaScript RegExp is made from the pattern.
 */
export function compileGlob(pattern: string): Glob {
  const alternatives = [...braceAlternatives(pattern)].map(patternSegments);
  return {
    pattern,
    matches: (path) => {
      const segments = path.split('/').map((segment) => [...segment]);
      return alternatives.some((alternative) => matchSegments(alternative, segments));
    },
  };
}

/** Only the last `**` and slash is tried again further down, as Ruby does; that is enough. */
function matchSegments(pattern: readonly PatternSegment[], path: readonly (readonly string[])[]): boolean {
  let retry: { readonly pattern: number; path: number } | undefined;
  let [at, place] = [0, 0];
  while (true) {
    const segment = pattern[at];
    const text = path[place];
    if (segment?.deep) retry = retry?.pattern === at ? retry : { pattern: at, path: place };
    const fits = segment !== undefined && text !== undefined && matchPieces(segment.pieces, text);
    if (fits && at + 1 === pattern.length && place + 1 === path.length) return true;
    if (fits && at + 1 < pattern.length && place + 1 < path.length) {
      at += 1;
      place += 1;
      continue;
    }
    if (retry === undefined || retry.path + 1 >= path.length) return false;
    retry.path += 1;
    at = retry.pattern;
    place = retry.path;
  }
}

function matchPieces(pieces: readonly Piece[], text: readonly string[]): boolean {
  let star: { readonly piece: number; place: number } | undefined;
  let [at, place] = [0, 0];
  while (true) {
    const piece = pieces[at];
    if (piece?.kind === 'star') {
      if (at + 1 === pieces.length) return true;
      star = { piece: at + 1, place };
      at += 1;
      continue;
    }
    const char = text[place];
    if (piece === undefined && char === undefined) return true;
    if (piece !== undefined && char !== undefined && matchPiece(piece, char)) {
      at += 1;
      place += 1;
      continue;
    }
    if (star === undefined || char === undefined) return false;
    star.place += 1;
    at = star.piece;
    place = star.place;
  }
}

function matchPiece(piece: Piece, char: string): boolean {
  if (piece.kind === 'any') return true;
  if (piece.kind === 'char') return piece.char === char;
  if (piece.kind !== 'set') return false;
  const point = codePoint(char);
  const inside = piece.ranges.some(
    ([low, high]) => char === low || char === high || (codePoint(low) <= point && point <= codePoint(high)),
  );
  return inside !== piece.negated;
}

function codePoint(char: string): number {
  return char.codePointAt(0) ?? 0;
}
