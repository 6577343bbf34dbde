import { type ApiAnswer, fail, failWith } from '../answer.js';
import type { ApiContext } from '../app.js';
import type { ApiArguments } from '../arguments.js';
import type { SlackMessage } from '../message.js';
import { findChannel, isAnswer, mayRead } from './conversation.js';
import { messageJson } from './message-json.js';
import type { ApiMethod, RateLimited } from './method.js';

const HISTORY_SCOPES = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
const DEFAULT_PAGE = 100;
const LARGEST_PAGE = 999;

/** Newest first, without the replies in threads. */
export const conversationsHistory: ApiMethod = {
  scopes: HISTORY_SCOPES,
  call: (args, context) =>
    read('conversations.history', args, context, (channel) =>
      context.workspace
        .history(channel)
        .filter((message) => message.threadTs === undefined || message.threadTs === message.ts)
        .toReversed(),
    ),
};

/** A thread, oldest first, beginning with its first message. */
export const conversationsReplies: ApiMethod = {
  scopes: HISTORY_SCOPES,
  call(args, context) {
    const ts = args.text('ts');
    if (ts === undefined) return failWith('invalid_arguments', ['missing required field: ts']);
    return read('conversations.replies', args, context, (channel) => {
      const thread = context.workspace
        .history(channel)
        .filter((message) => message.ts === ts || message.threadTs === ts);
      return thread.length === 0 ? undefined : thread;
    });
  },
};

/** The app's direct conversation with one user. */
export const conversationsOpen: ApiMethod = {
  scopes: ['im:write', 'mpim:write', 'chat:write'],
  call(args, { workspace, app }) {
    const person = workspace.user(args.text('users') ?? '');
    if (person === undefined || person.isBot) return fail('user_not_found');
    return { ok: true, channel: { id: workspace.directChannel(app.userId, person.id).id } };
  },
};

function read(
  method: string,
  args: ApiArguments,
  context: ApiContext,
  select: (channel: string) => readonly SlackMessage[] | undefined,
): ApiAnswer | RateLimited {
  const channel = findChannel(args, context);
  if (isAnswer(channel)) return channel;
  const forbidden = mayRead(channel, context);
  if (forbidden !== undefined) return forbidden;
  const wait = context.rates.tier3(method);
  if (wait !== undefined) return { retryAfterSeconds: wait };
  const selected = select(channel.id);
  if (selected === undefined) return fail('thread_not_found');
  const inRange = selected.filter(inRangeOf(args));
  const start = Number(args.text('cursor') ?? 0);
  if (!Number.isInteger(start) || start < 0) return fail('invalid_cursor');
  const limit = Math.min(Number(args.text('limit') ?? DEFAULT_PAGE) || DEFAULT_PAGE, LARGEST_PAGE);
  const page = inRange.slice(start, start + limit);
  const more = start + limit < inRange.length;
  const metadata = args.flag('include_all_metadata');
  return {
    ok: true,
    messages: page.map((message) => messageJson(message, context, { metadata })),
    has_more: more,
    ...(more ? { response_metadata: { next_cursor: String(start + limit) } } : {}),
  };
}

/** `oldest` and `latest` leave out their own message unless `inclusive`. */
function inRangeOf(args: ApiArguments): (message: SlackMessage) => boolean {
  const oldest = args.text('oldest');
  const latest = args.text('latest');
  const inclusive = args.flag('inclusive');
  return ({ ts }) => {
    const order = Number(ts);
    if (oldest !== undefined && (inclusive ? order < Number(oldest) : order <= Number(oldest))) return false;
    return latest === undefined || (inclusive ? order <= Number(latest) : order < Number(latest));
  };
}
