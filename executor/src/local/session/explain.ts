import type { ChatVerdict } from '@gitlab-chatops/shared/chat';
import { escapeTyped } from '../slack/index.js';

/**
 * What GitLab's sentence does not say, as mrkdwn for the caller alone: the true cause of a refusal with its place,
 * or why a job that was "scheduled" does not run. undefined: nothing to add.
 */
export function explainVerdict(verdict: ChatVerdict): string | undefined {
  if (verdict.kind === 'scheduled') return explainWait(verdict.job.when);
  const { cause, at } = verdict;
  const place = at === undefined ? '' : ` (\`${escapeTyped(at.file)}:${at.line}:${at.column}\`)`;
  const wayOut = cause.wayOut === undefined ? '' : `\n${escapeTyped(cause.wayOut)}`;
  return `*Why:* ${escapeTyped(cause.message)}${place} \`${cause.code}\`${wayOut}`;
}

function explainWait(when: string): string | undefined {
  switch (when) {
    case 'manual':
      return '*Note:* the job is `when: manual`. It waits until somebody runs it; until then GitLab says nothing.';
    case 'delayed':
      return '*Note:* the job is `when: delayed`. It starts later; until then GitLab says nothing.';
    case 'on_failure':
      return '*Note:* the job is `when: on_failure`. Nothing before it failed, so GitLab skips it and says nothing.';
    default:
      return undefined;
  }
}
