import { scanSections } from './sections.js';

/** The reply that GitLab's own ChatOps takes from a finished job's log. */
export type GitlabReply =
  | {
      readonly kind: 'reply';
      readonly section: ReplySection;
      readonly byteStart: number;
      readonly byteEnd: number;
      /** May be empty: then GitLab posts nothing. */
      readonly output: string;
    }
  /** None of the three sections: GitLab looks again every 2 s for 5 minutes and then gives up silently. */
  | { readonly kind: 'no_section' }
  /** The section is no UTF-8: GitLab raises, and nothing is ever posted. */
  | {
      readonly kind: 'invalid_utf8';
      readonly section: ReplySection;
      readonly byteStart: number;
      readonly byteEnd: number;
    };

/** In GitLab's order of preference; `build_script` is the name of `step_script` before Runner 13.1. */
export const REPLY_SECTIONS = ['chat_reply', 'step_script', 'build_script'] as const;
export type ReplySection = (typeof REPLY_SECTIONS)[number];

/**
 * GitLab's reply from a whole job log: the first section of `chat_reply`, `step_script`, `build_script` that exists,
 * an empty one too, without its first line (what follows the start marker on the marker's own line) and without
 * trailing newlines. Source: GitLab lib/gitlab/chat/output.rb.
 */
export function gitlabReply(log: Uint8Array): GitlabReply {
  const sections = scanSections(log);
  for (const section of REPLY_SECTIONS) {
    const found = sections.find(({ name }) => name === section);
    if (found === undefined) continue;
    const { byteStart, byteEnd } = found;
    const text = decodeUtf8(log.subarray(byteStart, byteEnd));
    if (text === null) return { kind: 'invalid_utf8', section, byteStart, byteEnd };
    return { kind: 'reply', section, byteStart, byteEnd, output: dropFirstLine(text) };
  }
  return { kind: 'no_section' };
}

/**
 * Ruby's `text.split("\n")[1..].join("\n")`: empty lines at the end vanish before the first line is dropped.
 * Source: GitLab lib/gitlab/chat/output.rb (without_executed_command_line).
 */
export function dropFirstLine(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end -= 1;
  const newline = text.indexOf('\n');
  return newline === -1 || newline >= end ? '' : text.slice(newline + 1, end);
}

/** Ruby and the Encoding standard agree on what is valid: no surrogates, no overlong forms, at most U+10FFFF. */
function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
