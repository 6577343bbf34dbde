import type { RateLimits } from './rate.js';
import type { Workspace } from './workspace.js';

/** Our Slack app in the local workspace: who it is and what it may do. */
export interface SlackApp {
  readonly id: string;
  readonly name: string;
  /** The bot's user; messages of the app are its. */
  readonly userId: string;
  readonly botId: string;
  readonly botToken: string;
  /** OAuth scopes of the bot token, e.g. `chat:write`. */
  readonly scopes: readonly string[];
}

/** What a Web API method works on. */
export interface ApiContext {
  readonly workspace: Workspace;
  readonly app: SlackApp;
  readonly rates: RateLimits;
  /** `http://127.0.0.1:PORT`, for the URLs in answers. */
  readonly origin: string;
}
