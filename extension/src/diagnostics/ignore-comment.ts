/** A place for an ignore comment: the text goes in at `offset`, between `before` and `after`. */
export interface CommentPlace {
  readonly offset: number;
  readonly before: string;
  readonly after: string;
}

/** Where a comment about the line at `offset` may stand: alone above it, or at its end. */
export function commentPlaces(text: string, offset: number): readonly CommentPlace[] {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const next = text.indexOf('\n', offset);
  const line = text.slice(start, next < 0 ? text.length : next).replace(/\r$/, '');
  const indent = /^[ \t]*/.exec(line)?.[0] ?? '';
  return [
    { offset: start, before: indent, after: '\n' },
    { offset: start + line.trimEnd().length, before: ' ', after: '' },
  ];
}

export function ignoreComment(rule: string, reason: string): string {
  return `# chatops: ignore[${rule}] ${reason}`;
}
