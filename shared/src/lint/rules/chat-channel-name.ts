import { conditionsOf } from '../conditions.js';
import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';

/** Ids of Slack conversations (C…, G…, D…); Mattermost's are 26 lower-case letters and digits. */
const CHANNEL_ID = /^([CGD][A-Z0-9]{5,}|[a-z0-9]{26})$/;

/** GitLab fills CHAT_CHANNEL with channel_id (lib/gitlab/slash_commands/run.rb), although its docs say name. */
export const chatChannelName: LintRule = {
  meta: {
    id: 'chat-channel-name',
    severity: 'error',
    confidence: 'high',
    summary:
      'CHAT_CHANNEL is compared with a channel name; it holds the channel id, so the rule never matches.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, condition } of conditionsOf(context)) {
      for (const { left, operator, right, at } of condition.comparisons()) {
        const other = left === '$CHAT_CHANNEL' ? right : right === '$CHAT_CHANNEL' ? left : undefined;
        const name = other?.match(/^["'](.*)["']$/s)?.[1];
        if (name === undefined || (operator !== '==' && operator !== '!=') || name === '') continue;
        if (CHANNEL_ID.test(name)) continue;
        yield {
          ...(job ? { job: job.job.name } : {}),
          at,
          message: `CHAT_CHANNEL holds the channel's id (like C0123ABCD), never a name such as "${name}": this comparison is always ${operator === '==' ? 'false' : 'true'}`,
        };
      }
    }
    yield* inScripts(context);
  },
};

/** `[ "$CHAT_CHANNEL" = ops ]` and `case "$CHAT_CHANNEL" in ops)` in a script are the same mistake. */
function* inScripts(context: LintContext): Iterable<Report> {
  for (const job of context.jobs) {
    for (const script of job.scripts) {
      for (const match of script.text.matchAll(/(?:\$\{?CHAT_CHANNEL\}?"?\s*(?:==?|!=)\s*["']?)([#\w-]+)/g)) {
        const name = match[1] ?? '';
        if (CHANNEL_ID.test(name)) continue;
        const start = match.index + match[0].length - name.length;
        const at = script.rangeOf(start, start + name.length);
        if (at) {
          yield {
            job: job.job.name,
            at,
            message: `CHAT_CHANNEL holds the channel's id (like C0123ABCD), never a name such as "${name}"`,
          };
        }
      }
    }
  }
}
