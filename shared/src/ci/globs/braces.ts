/** Patterns like `{a,b}{a,b}…` double with each brace; past this many GitLab itself would not come back in time. */
export const MAX_BRACE_ALTERNATIVES = 10_000;

/**
 * The patterns that a pattern with `{a,b}` stands for, one after the other (Ruby's FNM_EXTGLOB).
 * The text is spliced before anything else is read, so a brace works inside `[…]` too and `{*,x}*` may give `**`.
 * An open brace without its close stands for no pattern at all; a lone close is an ordinary character.
 */
export function* braceAlternatives(pattern: string): Generator<string> {
  const waiting = [pattern];
  let given = 0;
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    const brace = outerBrace(text);
    if (brace === 'unclosed') continue;
    if (brace === undefined) {
      yield text;
      given += 1;
      if (given >= MAX_BRACE_ALTERNATIVES) return;
      continue;
    }
    const { open, close } = brace;
    const [head, tail] = [text.slice(0, open), text.slice(close + 1)];
    const choices = alternatives(text, open + 1, close).map((choice) => head + choice + tail);
    waiting.push(...choices.reverse());
    if (waiting.length > MAX_BRACE_ALTERNATIVES) return;
  }
}

function outerBrace(text: string): { open: number; close: number } | 'unclosed' | undefined {
  let open = -1;
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '{') {
      if (depth === 0) open = at;
      depth += 1;
    } else if (char === '}' && open >= 0) {
      depth -= 1;
      if (depth === 0) return { open, close: at };
    }
  }
  return open >= 0 ? 'unclosed' : undefined;
}

/** Splits at the commas of this brace, not at those of braces inside. */
function alternatives(text: string, from: number, to: number): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = from;
  for (let at = from; at < to; at += 1) {
    const char = text[at];
    if (char === '\\') at += 1;
    else if (char === '{') depth += 1;
    else if (char === '}') depth -= 1;
    else if (char === ',' && depth === 0) {
      found.push(text.slice(start, at));
      start = at + 1;
    }
  }
  found.push(text.slice(start, to));
  return found;
}
