import { createHmac } from 'node:crypto';

/**
 * The value of X-Slack-Signature: HMAC-SHA256 over version, timestamp as sent and raw body.
 * Source: docs.slack.dev verifying requests from Slack, v0.
 */
export function signRequest(signingSecret: string, timestampSeconds: number, body: string): string {
  const base = `v0:${timestampSeconds}:${body}`;
  return `v0=${createHmac('sha256', signingSecret).update(base).digest('hex')}`;
}
