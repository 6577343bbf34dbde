import type { JsonObject } from '../../loopback/index.js';
import type { ApiContext } from '../app.js';
import type { SlackMessage } from '../message.js';

/** A message as the Web API gives it back. */
export function messageJson(
  message: SlackMessage,
  { app, workspace }: ApiContext,
  options: { metadata: boolean },
): JsonObject {
  const fromApp = message.user === app.userId;
  return {
    type: 'message',
    user: message.user,
    ts: message.ts,
    text: message.text,
    team: workspace.team.id,
    ...(fromApp ? { bot_id: app.botId, app_id: app.id } : {}),
    ...(message.blocks === undefined ? {} : { blocks: message.blocks }),
    ...(message.attachments === undefined ? {} : { attachments: message.attachments }),
    ...(message.threadTs === undefined ? {} : { thread_ts: message.threadTs }),
    ...(message.edited === undefined ? {} : { edited: { user: message.user, ts: message.edited } }),
    ...(options.metadata && message.metadata !== undefined ? { metadata: message.metadata } : {}),
  };
}
