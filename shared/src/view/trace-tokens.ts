/** What a job log is made of, as the page needs it. */
export type TraceToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'newline' }
  /** One C0 control: `\r`, `\b`, `\t` and those that show nothing. */
  | { readonly kind: 'control'; readonly code: string }
  | { readonly kind: 'csi'; readonly parameters: string; readonly final: string }
  | {
      readonly kind: 'marker';
      readonly action: 'start' | 'end';
      readonly name: string;
      /** Seconds since 1970. */
      readonly time: number;
      readonly collapsed: boolean;
    }
  /** A Runner's stamp in front of a line: time, stream, and whether it continues the line before. */
  | { readonly kind: 'stamp'; readonly time: string; readonly stream: string; readonly continues: boolean }
  /** Titles, links, device strings: nothing to show. */
  | { readonly kind: 'ignored' };

// GitLab: lib/gitlab/regex.rb (build_trace_section_regex). Options are `[key=value,…]`.
const MARKER = /section_(start|end):(\d+):([A-Za-z0-9_.-]+)(\[[^\]\r\n]*\])?\r\x1b\[0K/y;
const MARKER_BEGIN =
  /section_(?:start|end):\d*(?::(?:[A-Za-z0-9_.-]+(?:\[[^\]\r\n]*\]?)?(?:\r(?:\x1b(?:\[0?)?)?)?)?)?$/y;
const MARKER_WORDS = ['section_start:', 'section_end:'];
const STAMP = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z) ([0-9a-f]{2}[OE])([ +])/y;
const STAMP_LENGTH = 32;
const STAMP_SHAPE = '0000-00-00T00:00:00.000000Z xxX.';
const CSI = /\x1b\[([0-?]*)[ -/]*([@-~])/y;
/** OSC, DCS, SOS, PM, APC, up to BEL or ST. */
const STRING = /\x1b[\]PX^_][^\x07\x1b\n]*(?:\x07|\x1b\\)/y;
const ESCAPE = /\x1b[ -/]*[0-~]/y;
/** A piece at a time, so that a failed marker does not read a long line again and again. */
const TEXT_PIECE = 2_048;
const TEXT = new RegExp(`[^\\x00-\\x1f\\x7f]{1,${TEXT_PIECE}}`, 'yu');
/** Longer than any marker or sequence worth the name: an unfinished one past it is shown as text. */
const HOLD_LIMIT = 1_000;

/** Splits a job log into tokens, chunk by chunk; what may still become a marker or a sequence is held back. */
export class TraceTokenizer {
  #held = '';
  #atLineStart = true;

  *feed(chunk: string): Generator<TraceToken> {
    const input = this.#held + chunk;
    // A chunk may end within a character of two UTF-16 units.
    const whole = /[\ud800-\udbff]$/.test(input) ? input.length - 1 : input.length;
    yield* this.#read(input.slice(0, whole), false);
    this.#held += input.slice(whole);
  }

  /** The log is complete: what was held back is text. */
  *end(): Generator<TraceToken> {
    yield* this.#read(this.#held, true);
  }

  *#read(input: string, isLast: boolean): Generator<TraceToken> {
    let at = 0;
    while (at < input.length) {
      const step = this.#step(input, at);
      if (step === 'incomplete' && !isLast && input.length - at < HOLD_LIMIT) break;
      const [token, end] = step === 'incomplete' ? plainStep(input, at) : step;
      this.#atLineStart = token.kind === 'newline';
      at = end;
      yield token;
    }
    this.#held = input.slice(at);
  }

  #step(input: string, at: number): readonly [TraceToken, number] | 'incomplete' {
    if (this.#atLineStart) {
      const stamp = matchAt(STAMP, input, at);
      if (stamp !== undefined) {
        const [, time = '', stream = '', flag] = stamp;
        return [{ kind: 'stamp', time, stream, continues: flag === '+' }, at + STAMP_LENGTH];
      }
      if (mayBecomeStamp(input, at)) return 'incomplete';
    }
    const character = input[at];
    if (character === '\n') return [{ kind: 'newline' }, at + 1];
    if (character === '\x1b') return escapeStep(input, at);
    const text = matchAt(TEXT, input, at)?.[0];
    if (text === undefined) return [{ kind: 'control', code: character ?? '' }, at + 1];
    return textStep(input, at, text);
  }
}

function textStep(input: string, at: number, text: string): readonly [TraceToken, number] | 'incomplete' {
  if (MARKER_WORDS.some((word) => text.startsWith(word))) {
    const marker = matchAt(MARKER, input, at);
    if (marker !== undefined) return [markerToken(marker), at + marker[0].length];
    if (matchAt(MARKER_BEGIN, input, at) !== undefined) return 'incomplete';
    return plainStep(input, at);
  }
  const next = MARKER_WORDS.map((word) => text.indexOf(word)).filter((found) => found > 0);
  if (next.length > 0) return cut(text, Math.min(...next), at);
  // Where the piece ends, a marker may be in the middle of its first word.
  const tail = markerHeadAtEnd(text);
  if (tail === text.length) return at + tail === input.length ? 'incomplete' : plainStep(input, at);
  return cut(text, text.length - tail, at);
}

function cut(text: string, length: number, at: number): readonly [TraceToken, number] {
  return [{ kind: 'text', text: text.slice(0, length) }, at + length];
}

/** One character of something that is no marker and no sequence after all. */
function plainStep(input: string, at: number): readonly [TraceToken, number] {
  const character = input[at] ?? '';
  if (character === '\n') return [{ kind: 'newline' }, at + 1];
  const kind = character >= ' ' && character !== '\x7f' ? 'text' : undefined;
  if (kind === undefined) return [{ kind: 'control', code: character }, at + 1];
  return [{ kind, text: character }, at + 1];
}

function escapeStep(input: string, at: number): readonly [TraceToken, number] | 'incomplete' {
  const csi = matchAt(CSI, input, at);
  if (csi !== undefined) {
    const [whole, parameters = '', final = ''] = csi;
    return [{ kind: 'csi', parameters, final }, at + whole.length];
  }
  const string = matchAt(STRING, input, at);
  if (string !== undefined) return [{ kind: 'ignored' }, at + string[0].length];
  const rest = input.slice(at + 1, at + HOLD_LIMIT);
  if (/^(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b\n]*\x1b?|[ -/]*)$/.test(rest)) return 'incomplete';
  const short = /^[[\]PX^_]/.test(rest) ? undefined : matchAt(ESCAPE, input, at);
  return [{ kind: 'ignored' }, at + (short?.[0].length ?? 1)];
}

function markerToken(match: RegExpExecArray): TraceToken {
  const [, action, time, name = '', options = ''] = match;
  return {
    kind: 'marker',
    action: action === 'start' ? 'start' : 'end',
    name,
    time: Number(time),
    collapsed: /[[,] ?collapsed=true[,\]]/.test(options),
  };
}

function markerHeadAtEnd(text: string): number {
  const longest = 'section_start:'.length - 1;
  for (let length = Math.min(longest, text.length); length > 0; length -= 1) {
    const tail = text.slice(-length);
    if (MARKER_WORDS.some((word) => word.startsWith(tail))) return length;
  }
  return 0;
}

/** Only the first, unfinished piece of a line can be a stamp on its way. */
function mayBecomeStamp(input: string, at: number): boolean {
  const rest = input.slice(at, at + STAMP_LENGTH);
  if (rest.length >= STAMP_LENGTH) return false;
  return [...rest].every((character, index) => {
    const wanted = STAMP_SHAPE[index];
    if (wanted === '0') return character >= '0' && character <= '9';
    if (wanted === 'x') return /[0-9a-f]/.test(character);
    if (wanted === 'X') return character === 'O' || character === 'E';
    return character === wanted;
  });
}

function matchAt(pattern: RegExp, input: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(input) ?? undefined;
}
