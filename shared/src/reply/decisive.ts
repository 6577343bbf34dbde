import { joinBytes } from './bytes.js';
import { GITLAB_REPLY_LIMIT } from './gitlab-response.js';
import { ChatReplyRenamer } from './rename-markers.js';

/**
 * What the driver lets GitLab find as the reply (design D4): nothing, when ours was delivered or its fate is unknown;
 * or the reply itself, when delivery certainly failed.
 */
export type Decisive = { readonly kind: 'empty' } | { readonly kind: 'reply'; readonly text: string };

/**
 * The one `chat_reply` section of a job's log. Must reach the Runner in one write to an empty pipe: its line stamper
 * (FF_TIMESTAMPS) breaks what arrives in two parts at the `\r`. It always fits in PIPE_BUF (4,096 bytes), so that
 * write is atomic.
 *
 * A text is escaped for Slack (`& < >`; GitLab posts it as it is), cut to GitLab's limit between characters, and
 * stands on lines of its own, since GitLab drops the rest of the marker's line. Markers in it are renamed.
 * @param unixSeconds the time shown in the markers; GitLab does not look at it.
 */
export function decisiveSection(content: Decisive, unixSeconds: number): Uint8Array {
  const time = Math.trunc(unixSeconds);
  const start = utf8.encode(`section_start:${time}:chat_reply\r\x1b[0K`);
  const end = utf8.encode(`section_end:${time}:chat_reply\r\x1b[0K`);
  if (content.kind === 'empty' || content.text === '') return joinBytes([start, end]);
  const renamer = new ChatReplyRenamer();
  const text = joinBytes([renamer.push(escapedToFit(content.text, GITLAB_REPLY_LIMIT)), renamer.end()]);
  return joinBytes([start, NEWLINE, text, NEWLINE, end]);
}

const utf8 = new TextEncoder();
const NEWLINE = utf8.encode('\n');
const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** The text with Slack's three entities, as much of it as fits; neither a character nor an entity is cut in two. */
function escapedToFit(text: string, limit: number): Uint8Array {
  const out = new Uint8Array(limit);
  let length = 0;
  for (const character of text) {
    const bytes = utf8.encode(ENTITIES[character] ?? character);
    if (length + bytes.length > limit) break;
    out.set(bytes, length);
    length += bytes.length;
  }
  return out.subarray(0, length);
}
