/** One piece of a path segment's pattern; `never` is a bracket that is not well formed. */
export type Piece =
  | { readonly kind: 'star' | 'any' | 'never' }
  | { readonly kind: 'char'; readonly char: string }
  | {
      readonly kind: 'set';
      readonly negated: boolean;
      readonly ranges: readonly (readonly [string, string])[];
    };

/** The pattern between two slashes. `deep`: `**` and a slash stand before it, so it may start in any folder below. */
export interface PatternSegment {
  readonly deep: boolean;
  readonly pieces: readonly Piece[];
}

/** Reads a pattern without braces into its segments; Ruby's fnmatch with FNM_PATHNAME. */
export function patternSegments(pattern: string): PatternSegment[] {
  // By code points: `?` and brackets stand for characters.
  const chars = [...pattern];
  const segments: PatternSegment[] = [];
  let at = 0;
  do {
    const start = skipDeep(chars, at);
    const { pieces, end } = readPieces(chars, start);
    segments.push({ deep: start > at, pieces });
    at = end;
  } while (at++ < chars.length);
  return segments;
}

function skipDeep(chars: readonly string[], from: number): number {
  let at = from;
  while (chars[at] === '*' && chars[at + 1] === '*' && chars[at + 2] === '/') at += 3;
  return at;
}

/** Up to the next slash outside brackets, or the end. */
function readPieces(chars: readonly string[], from: number): { pieces: Piece[]; end: number } {
  const pieces: Piece[] = [];
  let at = from;
  while (at < chars.length && chars[at] !== '/') {
    const char = chars[at] ?? '';
    if (char === '*') {
      if (pieces.at(-1)?.kind !== 'star') pieces.push({ kind: 'star' });
      at += 1;
    } else if (char === '?') {
      pieces.push({ kind: 'any' });
      at += 1;
    } else if (char === '[') {
      const set = readSet(chars, at + 1);
      pieces.push(set?.piece ?? { kind: 'never' });
      at = set?.end ?? chars.length;
    } else {
      const escaped = char === '\\' ? chars[at + 1] : char;
      // An escaped slash separates like any other; a backslash at the end of the pattern is nothing.
      if (escaped === '/') return { pieces, end: at + 1 };
      if (escaped !== undefined) pieces.push({ kind: 'char', char: escaped });
      at += char === '\\' ? 2 : 1;
    }
  }
  return { pieces, end: Math.min(at, chars.length) };
}

/** `[a-z]`, `[!…]`, `[^…]`; the first `]` closes, so `[]` matches nothing. Slashes are ordinary members. */
function readSet(chars: readonly string[], from: number): { piece: Piece; end: number } | undefined {
  const negated = chars[from] === '!' || chars[from] === '^';
  const ranges: [string, string][] = [];
  let at = negated ? from + 1 : from;
  while (at < chars.length && chars[at] !== ']') {
    const low = member(chars, at);
    if (low === undefined || low.end >= chars.length) return undefined;
    if (chars[low.end] === '-' && chars[low.end + 1] !== ']') {
      const high = member(chars, low.end + 1);
      if (high === undefined) return undefined;
      ranges.push([low.char, high.char]);
      at = high.end;
    } else {
      ranges.push([low.char, low.char]);
      at = low.end;
    }
  }
  if (at >= chars.length) return undefined;
  return { piece: { kind: 'set', negated, ranges }, end: at + 1 };
}

function member(chars: readonly string[], at: number): { char: string; end: number } | undefined {
  const place = chars[at] === '\\' ? at + 1 : at;
  const char = chars[place];
  return char === undefined ? undefined : { char, end: place + 1 };
}
