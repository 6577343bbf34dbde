import { authTest } from './auth-test.js';
import { chatPostMessage } from './chat-post-message.js';
import { chatUpdate } from './chat-update.js';
import { conversationsHistory, conversationsOpen, conversationsReplies } from './conversations.js';
import type { ApiMethod } from './method.js';

/** Every Web API method that local Slack speaks. */
export const API_METHODS: Readonly<Record<string, ApiMethod>> = {
  'auth.test': authTest,
  'chat.postMessage': chatPostMessage,
  'chat.update': chatUpdate,
  'conversations.history': conversationsHistory,
  'conversations.open': conversationsOpen,
  'conversations.replies': conversationsReplies,
};

export type { ApiMethod, RateLimited } from './method.js';
