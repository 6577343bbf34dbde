import type { Finding, TextEdit } from './finding.js';

/**
 * How often mended text is linted and mended again: one mend may uncover another, and of several in one plain scalar,
 * which each would quote whole, a round takes one.
 */
export const FIX_ROUNDS = 20;

/** One file's text with edits applied; edits that overlap an earlier one are left for the next pass. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  const ordered = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  let result = '';
  let at = 0;
  for (const edit of ordered) {
    if (edit.start < at) continue;
    result += text.slice(at, edit.start) + edit.newText;
    at = edit.end;
  }
  return result + text.slice(at);
}

/** The first safe fix of each finding, by file; a fix whose edits touch one already taken is left out whole. */
export function safeEdits(findings: readonly Finding[]): ReadonlyMap<string, readonly TextEdit[]> {
  const taken = new Map<string, TextEdit[]>();
  for (const { fixes } of findings) {
    const fix = fixes.find(({ safe }) => safe);
    if (!fix) continue;
    const clash = fix.edits.some((edit) =>
      (taken.get(edit.file) ?? []).some((other) => overlap(edit, other)),
    );
    if (clash) continue;
    for (const edit of fix.edits) taken.set(edit.file, [...(taken.get(edit.file) ?? []), edit]);
  }
  return taken;
}

function overlap(a: TextEdit, b: TextEdit): boolean {
  if (a.start === b.start && a.end === b.end) return true;
  return a.start < b.end && b.start < a.end;
}
