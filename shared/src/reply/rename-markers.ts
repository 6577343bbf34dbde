import { joinBytes } from './bytes.js';
import { MarkerMatcher } from './marker-matcher.js';
import { MARKER_HOLD_LIMIT } from './marker-scanner.js';

/**
 * Passes a job's output on and renames each section marker that GitLab would see as `chat_reply` to `chat_print`,
 * equally long; every other byte stays as it was, wherever the chunks end. So the one `chat_reply` section of the log
 * is the decisive one that the driver writes (GitLab drops a name with more than two markers and then posts the whole
 * script log). Source of the rule: GitLab lib/gitlab/ci/trace/section_parser.rb.
 *
 * Only `reply` and what follows it up to the marker's end is held back, so output flows as it comes. One limit:
 * options of more than MARKER_HOLD_LIMIT bytes are not waited for; such a try is renamed, which is the safe side.
 */
export class ChatReplyRenamer {
  readonly #matcher = new MarkerMatcher();
  /** How many bytes of the open try's name are those of `chat_reply`; NaN once it differs. */
  #matched = 0;
  /** True from the `r` of a name that begins with `chat_r` until it is decided. */
  #holding = false;
  /** Copies of bytes held from earlier chunks, beginning with that `r`. */
  #held: Uint8Array[] = [];

  /** What may go on now; a view of the chunk where nothing had to be changed or held. */
  push(chunk: Uint8Array): Uint8Array {
    const out: Uint8Array[] = [];
    const matcher = this.#matcher;
    let from = 0; // first byte of the chunk that is not out yet
    for (let at = matcher.skip(chunk, 0); at < chunk.length; at = matcher.skip(chunk, at + 1)) {
      const byte = chunk[at] ?? 0;
      const complete = matcher.step(byte);
      const candidate = this.#follow(byte);
      if (this.#holding) {
        const rename = complete || (candidate && this.#isTooLong());
        if (candidate && !rename) continue;
        this.#release(out, chunk.subarray(from, at + 1), rename);
        from = at + 1;
      } else if (candidate) {
        out.push(chunk.subarray(from, at));
        from = at;
        this.#holding = true;
      }
    }
    if (this.#holding) this.#held.push(chunk.slice(from));
    else out.push(chunk.subarray(from));
    return joinBytes(out);
  }

  /** The output ended: what was held back is no marker and goes on unchanged. */
  end(): Uint8Array {
    const held = joinBytes(this.#held);
    this.#held = [];
    this.#holding = false;
    this.#matcher.abandon();
    return held;
  }

  /** Compares the open try's name with `chat_reply`; true while it may be one and is at `chat_r` or later. */
  #follow(byte: number): boolean {
    const { named, nameBegin, nameEnd, position } = this.#matcher;
    if (!named) return false;
    if (nameEnd === position) {
      const index = nameEnd - nameBegin - 1;
      if (index === 0) this.#matched = 0;
      this.#matched = this.#matched === index && REPLY[index] === byte ? index + 1 : Number.NaN;
      return this.#matched > SHARED_LENGTH;
    }
    return this.#matched === REPLY.length;
  }

  #isTooLong(): boolean {
    const { position, nameEnd } = this.#matcher;
    if (position - nameEnd <= MARKER_HOLD_LIMIT) return false;
    this.#matched = Number.NaN;
    return true;
  }

  #release(out: Uint8Array[], last: Uint8Array, rename: boolean): void {
    const held = joinBytes([...this.#held, last]);
    this.#held = [];
    this.#holding = false;
    if (rename) out.push(PRINT, held.subarray(PRINT.length));
    else out.push(held);
  }
}

const REPLY = new TextEncoder().encode('chat_reply');
const PRINT = new TextEncoder().encode('print');
/** `chat_` begins both names. */
const SHARED_LENGTH = REPLY.length - PRINT.length;
