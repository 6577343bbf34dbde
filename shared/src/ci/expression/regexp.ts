import { RE2JS } from 're2js';
import { toRe2jsSyntax } from './re2-syntax.js';

/**
 * A pattern that a user wrote, run by RE2 (linear time, no look-around, no backreferences).
 * GitLab: lib/gitlab/untrusted_regexp.rb.
 */
export interface UntrustedRegexp {
  /** The RE2 source, flags in front as `(?flags)`; GitLab compares patterns by it. */
  readonly source: string;
  /** Whether the pattern is found anywhere in the text. */
  found(text: string): boolean;
}

/** Compiles RE2 syntax; undefined where RE2 refuses it. */
export function compileUntrusted(source: string): UntrustedRegexp | undefined {
  const whole = compileRe2(source);
  if (whole === undefined) return undefined;
  // GitLab searches with the source in a group of its own when it has none, which an open `\Q` swallows.
  const scan = whole.groupCount() === 0 ? compileRe2(`(${source})`) : whole;
  return { source, found: (text) => scan?.test(text) ?? false };
}

/** Reads `/pattern/flags` as GitLab does, else undefined; lib/gitlab/untrusted_regexp/ruby_syntax.rb. */
export function regexpFromRubySyntax(text: string): UntrustedRegexp | undefined {
  const parts = rubySyntax(text);
  if (parts === undefined) return undefined;
  const known = COMPILED.get(`${parts.flags}/${parts.body}`);
  if (known !== undefined) return known === false ? undefined : known;
  const compiled = compileUntrusted(parts.flags === '' ? parts.body : `(?${parts.flags})${parts.body}`);
  remember(`${parts.flags}/${parts.body}`, compiled);
  return compiled;
}

/** Whether the text reads `/…/flags`, valid or not. */
export function hasRubySyntax(text: string): boolean {
  return rubySyntax(text) !== undefined;
}

/** The first line that begins with a slash and ends with a slash and flags (`^/(.*)/([ismU]*)$` in Ruby). */
function rubySyntax(text: string): { readonly body: string; readonly flags: string } | undefined {
  for (let start = 0; start <= text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (text[start] === '/') {
      let flags = end;
      while (flags > start && 'ismU'.includes(text.charAt(flags - 1))) flags -= 1;
      if (flags - 1 > start && text[flags - 1] === '/') {
        return { body: text.slice(start + 1, flags - 1), flags: text.slice(flags, end) };
      }
    }
    start = end + 1;
  }
  return undefined;
}

/** A configuration asks for the same few patterns again and again; the answer depends on the text alone. */
const COMPILED = new Map<string, UntrustedRegexp | false>();
const COMPILED_LIMIT = 500;

function remember(key: string, regexp: UntrustedRegexp | undefined): void {
  if (COMPILED.size >= COMPILED_LIMIT) COMPILED.clear();
  COMPILED.set(key, regexp ?? false);
}

function compileRe2(source: string): RE2JS | undefined {
  try {
    return RE2JS.compile(toRe2jsSyntax(source));
  } catch {
    // A syntax error, or a pattern nested too deeply for this engine: both are "not a pattern" here.
    return undefined;
  }
}
