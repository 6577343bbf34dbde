/**
 * Rewrites what GitLab's RE2 (C++) accepts and the port does not: `\C` (any byte; here: any character), and named
 * groups whose names are not ASCII or come twice (names do not matter for a yes/no search).
 * Not rewritten: the port refuses more than 1,000 levels of nesting, and does not refuse programs beyond RE2's
 * 8 MiB budget (`[\pL]{1000}`).
 */
export function toRe2jsSyntax(source: string): string {
  if (!source.includes('\\C') && !source.includes('<')) return source;
  let out = '';
  let inClass = false;
  for (let at = 0; at < source.length; ) {
    const piece = pieceAt(source, at, inClass);
    if (piece.opensClass !== undefined) inClass = piece.opensClass;
    out += piece.replacement ?? source.slice(at, piece.end);
    at = piece.end;
  }
  return out;
}

interface Piece {
  readonly end: number;
  readonly replacement?: string;
  readonly opensClass?: boolean;
}

function pieceAt(source: string, at: number, inClass: boolean): Piece {
  const char = source[at];
  if (char === '\\') return escapeAt(source, at, inClass);
  if (inClass) return classPieceAt(source, at);
  if (char === '[') {
    // A `]` right after `[` or `[^` is a member.
    const negated = source[at + 1] === '^' ? at + 2 : at + 1;
    return { end: source[negated] === ']' ? negated + 1 : negated, opensClass: true };
  }
  if (char === '(') return namedGroupAt(source, at) ?? { end: at + 1 };
  return { end: at + 1 };
}

function escapeAt(source: string, at: number, inClass: boolean): Piece {
  if (!inClass && source[at + 1] === 'Q') {
    const close = source.indexOf('\\E', at + 2);
    return { end: close < 0 ? source.length : close + 2 };
  }
  if (!inClass && source[at + 1] === 'C') return { end: at + 2, replacement: '(?s:.)' };
  return { end: Math.min(at + 2, source.length) };
}

function classPieceAt(source: string, at: number): Piece {
  if (source.startsWith('[:', at)) {
    const close = source.indexOf(':]', at + 2);
    if (close >= 0) return { end: close + 2 };
  }
  return source[at] === ']' ? { end: at + 1, opensClass: false } : { end: at + 1 };
}

/** RE2: IsValidCaptureName in re2/parse.cc; a wrong name stays, for the port to refuse. */
const GROUP_NAME = /^[\p{L}\p{Mn}\p{Mc}\p{Nd}\p{Nl}\p{Pc}]+$/u;

function namedGroupAt(source: string, at: number): Piece | undefined {
  const lead = ['(?P<', '(?<'].find((word) => source.startsWith(word, at));
  if (lead === undefined) return undefined;
  const close = source.indexOf('>', at + lead.length);
  if (close < 0 || !GROUP_NAME.test(source.slice(at + lead.length, close))) return undefined;
  return { end: close + 1, replacement: '(' };
}
