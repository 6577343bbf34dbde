import { isJsonObject } from '../loopback/index.js';
import type { SlackMessage } from '../slack/index.js';

/** Job page paths: GitLab's own, so that CI_JOB_URL leads here. */
export const JOB_PATH = /^\/(?:[^\s]*\/)?-\/jobs\/(\d{1,15})\/?$/;
const JOB_LINK = /\/-\/jobs\/(\d{1,15})(?!\d)/;

/** The job that an app's message answers for: by its metadata, else by the link to the job page that it carries. */
export function runOfMessage(message: SlackMessage): number | undefined {
  if (message.origin !== 'web_api' && message.origin !== 'response_url') return undefined;
  const { text, blocks, attachments, metadata } = message;
  const payload = metadata?.event_payload;
  if (isJsonObject(payload) && typeof payload.job_id === 'number') return payload.job_id;
  const id = JOB_LINK.exec(JSON.stringify([blocks, attachments, text]))?.[1];
  return id === undefined ? undefined : Number(id);
}
