import { isJsonObject, type Json } from '../../loopback/index.js';
import { type ApiAnswer, fail, failWith } from '../answer.js';
import type { ApiContext } from '../app.js';
import type { ApiArguments } from '../arguments.js';
import { readContent } from '../content.js';
import { UPDATE_TEXT_LIMIT } from '../limits.js';
import type { MessageContent, SlackMessage } from '../message.js';
import { findChannel, isAnswer } from './conversation.js';
import { messageJson } from './message-json.js';
import type { ApiMethod } from './method.js';

/** Changes a message of the app in place. Doing it twice gives the same message: safe to repeat. */
export const chatUpdate: ApiMethod = {
  scopes: ['chat:write'],
  call(args, context) {
    const channel = findChannel(args, context);
    if (isAnswer(channel)) return channel;
    const ts = args.text('ts');
    if (ts === undefined) return failWith('invalid_arguments', ['missing required field: ts']);
    const message = context.workspace.find(channel.id, ts);
    const refusal = mayChange(message, context);
    if (refusal !== undefined || message === undefined) return refusal ?? fail('message_not_found');
    const checked = readContent(args, { wholeLimit: true });
    if ('refusal' in checked) return checked.refusal;
    const content = mergeContent(message, checked.content, args);
    if (content.text.length > UPDATE_TEXT_LIMIT) return fail('msg_too_long');
    if (hasRichText(message.blocks) && content.blocks !== undefined && !hasRichText(content.blocks)) {
      return fail('block_mismatch');
    }
    const wait = context.rates.tier3('chat.update');
    if (wait !== undefined) return { retryAfterSeconds: wait };
    const changed = context.workspace.replace(message, content, { markEdited: content.blocks === undefined });
    return {
      ok: true,
      channel: channel.id,
      ts: changed.ts,
      text: changed.text,
      message: messageJson(changed, context, { metadata: true }),
    };
  },
};

function mayChange(message: SlackMessage | undefined, { app }: ApiContext): ApiAnswer | undefined {
  // An ephemeral message cannot be found by its ts, not even by its sender.
  if (message === undefined || message.ephemeralTo !== undefined) return fail('message_not_found');
  if (message.user !== app.userId || message.origin !== 'web_api') return fail('cant_update_message');
  return undefined;
}

/** Text without blocks removes the old blocks; attachments and metadata stay unless they are sent. */
function mergeContent(message: SlackMessage, sent: MessageContent, args: ApiArguments): MessageContent {
  const attachments = args.has('attachments') ? sent.attachments : message.attachments;
  return { ...sent, ...(attachments === undefined ? {} : { attachments }) };
}

function hasRichText(blocks: readonly Json[] | undefined): boolean {
  return blocks?.some((block) => isJsonObject(block) && block.type === 'rich_text') ?? false;
}
