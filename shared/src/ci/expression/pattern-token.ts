/**
 * End of a `/…/flags` token that begins at `start`, or -1.
 *
 * GitLab: PATTERN in lib/gitlab/ci/pipeline/expression/lexeme/pattern.rb, a backtracking Ruby pattern: one or more
 * of (non-slash | `\/`), one character that is no backslash, a slash, flags. The order in which Ruby tries the ways
 * decides where the token ends (`/ab//` takes both slashes), so this walks them in that order: longest first, and
 * at each place the body goes on before it closes. Each place is left at most once, which keeps it linear.
 */
export function patternTokenEnd(text: string, start: number): number {
  if (text[start] !== '/') return -1;
  const seen = new Set<number>();
  const places: { readonly at: number; readonly first: boolean; way: number }[] = [
    { at: start + 1, first: true, way: 0 },
  ];
  for (let place = places.at(-1); place !== undefined; place = places.at(-1)) {
    const next = nextPlace(text, place.at, place.way);
    place.way += 1;
    if (place.way > 2) {
      if (!place.first && closes(text, place.at)) return flagsEnd(text, place.at + 2);
      places.pop();
    } else if (next !== undefined && !seen.has(next)) {
      seen.add(next);
      places.push({ at: next, first: false, way: 0 });
    }
  }
  return -1;
}

/** The two ways in which the body goes on: any character but a slash, else an escaped slash. */
function nextPlace(text: string, at: number, way: number): number | undefined {
  if (way === 0) return at < text.length && text[at] !== '/' ? at + 1 : undefined;
  if (way === 1) return text[at] === '\\' && text[at + 1] === '/' ? at + 2 : undefined;
  return undefined;
}

function closes(text: string, at: number): boolean {
  return at < text.length && text[at] !== '\\' && text[at + 1] === '/';
}

function flagsEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && 'ismU'.includes(text.charAt(end))) end += 1;
  return end;
}
