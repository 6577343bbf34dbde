/** A reference to a variable inside a text: `$NAME`, `${NAME}` or `%NAME%`. */
export interface VariableReference {
  readonly name: string;
  /** UTF-16 offsets, end exclusive. */
  readonly start: number;
  readonly end: number;
}

/** `$$`, `%%` and `${}` stand for themselves where GitLab expands a whole set of variables. */
export type EscapeRule = 'escapes' | 'no-escapes';

/**
 * Finds the references in a text, left to right, longest name.
 * GitLab: VARIABLES_REGEXP in lib/expand_variables.rb (no escapes) and in lib/gitlab/ci/variables/collection/item.rb
 * (where `$$` protects the name behind it).
 */
export function* variableReferences(text: string, escapes: EscapeRule): Generator<VariableReference> {
  for (let at = 0; at < text.length; ) {
    const char = text[at];
    if (char !== '$' && char !== '%') {
      at += 1;
      continue;
    }
    if (escapes === 'escapes' && text[at + 1] === char) {
      at += 2;
      continue;
    }
    const found = char === '$' ? dollarAt(text, at) : percentAt(text, at);
    if (found === undefined) at += 1;
    else {
      yield found;
      at = found.end;
    }
  }
}

/** Replaces each reference by what `replace` answers. */
export function replaceReferences(
  text: string,
  escapes: EscapeRule,
  replace: (reference: VariableReference) => string,
): string {
  let out = '';
  let done = 0;
  for (const reference of variableReferences(text, escapes)) {
    out += text.slice(done, reference.start) + replace(reference);
    done = reference.end;
  }
  return out + text.slice(done);
}

/** Whether the text can hold a reference at all (GitLab: `possible_var_reference?`). */
export function mayReference(text: string): boolean {
  return text.includes('$') || text.includes('%');
}

function dollarAt(text: string, start: number): VariableReference | undefined {
  const braced = text[start + 1] === '{';
  const from = braced ? start + 2 : start + 1;
  const nameEnd = endOfName(text, from);
  if (nameEnd === from || (braced && text[nameEnd] !== '}')) return undefined;
  return { name: text.slice(from, nameEnd), start, end: braced ? nameEnd + 1 : nameEnd };
}

function percentAt(text: string, start: number): VariableReference | undefined {
  const nameEnd = endOfName(text, start + 1);
  if (nameEnd === start + 1 || text[nameEnd] !== '%') return undefined;
  return { name: text.slice(start + 1, nameEnd), start, end: nameEnd + 1 };
}

function endOfName(text: string, from: number): number {
  if (!/[A-Za-z_]/.test(text.charAt(from))) return from;
  let end = from + 1;
  while (end < text.length && /[A-Za-z0-9_]/.test(text.charAt(end))) end += 1;
  return end;
}
