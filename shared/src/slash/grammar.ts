/** Named parts of a command's text, as typed; null for a part that was not there. */
export type Captures = Readonly<Record<string, string | null>>;

/**
 * GitLab's patterns. `[ \t\r\n\f\v]` is Ruby's white space: ASCII only, so a no-break space belongs to a word.
 * Where no `$` stands, GitLab takes the text whatever follows. Nothing is trimmed, and quotes mean nothing.
 * Source: GitLab lib/gitlab/slash_commands/{issue_*,run}.rb.
 */
export const PATTERNS = {
  IssueShow: /^issue[ \t\r\n\f\v]+show[ \t\r\n\f\v]+#?(?<iid>[0-9]+)/,
  IssueNew: /^issue[ \t\r\n\f\v]+(?:new|create)[ \t\r\n\f\v]+(?<title>[^\n]*)\n*(?<description>.*)/s,
  IssueSearch: /^issue[ \t\r\n\f\v]+search[ \t\r\n\f\v]+(?<query>[^\n]*)/,
  IssueMove:
    /^issue[ \t\r\n\f\v]+move[ \t\r\n\f\v]+#?(?<iid>[0-9]+)[ \t\r\n\f\v]+(?:to[ \t\r\n\f\v]+)?(?<project_path>[^ \t\r\n\f\v]+)/,
  IssueClose: /^issue[ \t\r\n\f\v]+close[ \t\r\n\f\v]+#?(?<iid>[0-9]+)/,
  IssueComment: /^issue[ \t\r\n\f\v]+comment[ \t\r\n\f\v]+#?(?<iid>[0-9]+)\n*(?<note_body>.*)/s,
  // The arguments need at least one character: `run job ` with one white-space character at the end is no command.
  Run: /^run[ \t\r\n\f\v]+(?<command>[^ \t\r\n\f\v]+)(?:[ \t\r\n\f\v]+(?<arguments>.+))?$/s,
} as const;

/** `deploy A to B`, split at the last `to` between white space. Source: GitLab lib/gitlab/slash_commands/deploy.rb. */
export function matchDeploy(text: string): Captures | null {
  if (!/^deploy[ \t\r\n\f\v]/.test(text)) return null;
  const rest = text.slice('deploy '.length);
  const between = /[ \t\r\n\f\v]to+[ \t\r\n\f\v]/y;
  for (let at = rest.length - 1; at >= 0; at--) {
    between.lastIndex = at;
    const word = between.exec(rest)?.[0];
    if (word === undefined) continue;
    const from = rest.slice(0, at);
    const to = rest.slice(at + word.length);
    return isBlank(from) || isBlank(to) ? null : { from: strip(from), to: strip(to) };
  }
  return null;
}

export function matchIncident(text: string): Captures | null {
  return text === 'incident declare' ? {} : null;
}

/** Rails' `blank?` knows all of Unicode's white space; Ruby's `strip` only ASCII's, and NUL. */
function isBlank(text: string): boolean {
  return /^\p{White_Space}*$/u.test(text);
}

function strip(text: string): string {
  const kept = /[^\0 \t\r\n\f\v]/;
  const first = text.search(kept);
  let end = text.length;
  while (end > 0 && !kept.test(text.charAt(end - 1))) end -= 1;
  return first === -1 ? '' : text.slice(first, end);
}
