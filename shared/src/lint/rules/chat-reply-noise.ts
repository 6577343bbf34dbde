import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { repliesToChat } from './chat-runs-elsewhere.js';

export const chatReplyNoise: LintRule = {
  meta: {
    id: 'chat-reply-noise',
    severity: 'info',
    confidence: 'medium',
    summary:
      'Without a chat_reply section GitLab posts the output of every command, the commands themselves included.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const lintJob of context.jobs) {
      const { job, intended, reachable } = lintJob;
      if (!intended || !reachable || job.kind === 'bridge' || repliesToChat(lintJob)) continue;
      const commands = job.beforeScript.length + job.script.length;
      if (commands < 2) continue;
      yield {
        job: job.name,
        at: job.keys.get('script') ?? job.at,
        message: `GitLab's own reply is the log of ${commands} commands with the commands and their colour codes in it; print what matters between chat_reply markers`,
      };
    }
  },
};
