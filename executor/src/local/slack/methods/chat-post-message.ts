import { type ApiAnswer, fail } from '../answer.js';
import { readContent } from '../content.js';
import { POST_TEXT_LIMIT } from '../limits.js';
import { findChannel, isAnswer, mayPost } from './conversation.js';
import { messageJson } from './message-json.js';
import type { ApiMethod, RateLimited } from './method.js';

export const chatPostMessage: ApiMethod = {
  scopes: ['chat:write'],
  call(args, context): ApiAnswer | RateLimited {
    const channel = findChannel(args, context);
    if (isAnswer(channel)) return channel;
    const forbidden = mayPost(channel, context);
    if (forbidden !== undefined) return forbidden;
    const checked = readContent(args, { wholeLimit: true });
    if ('refusal' in checked) return checked.refusal;
    const threadTs = args.text('thread_ts');
    if (threadTs !== undefined && context.workspace.find(channel.id, threadTs) === undefined) {
      return fail('thread_not_found');
    }
    const wait = context.rates.post(channel.id);
    if (wait !== undefined) return { retryAfterSeconds: wait };
    const { text } = checked.content;
    const truncated = text.length > POST_TEXT_LIMIT;
    const message = context.workspace.post({
      ...checked.content,
      text: truncated ? text.slice(0, POST_TEXT_LIMIT) : text,
      channel: channel.id,
      user: context.app.userId,
      origin: 'web_api',
      ...(threadTs === undefined ? {} : { threadTs }),
    });
    return {
      ok: true,
      channel: channel.id,
      ts: message.ts,
      message: messageJson(message, context, { metadata: true }),
      ...(truncated
        ? { warning: 'message_truncated', response_metadata: { warnings: ['message_truncated'] } }
        : {}),
    };
  },
};
