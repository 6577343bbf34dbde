import { isJsonObject, type Json, type JsonObject, parseJson } from '../loopback/index.js';
import { ApiArguments } from './arguments.js';
import { readContent } from './content.js';
import { RESPONSE_URL_LIFETIME_MS, RESPONSE_URL_USES } from './limits.js';
import type { MessageContent, MessageOrigin, SlackMessage } from './message.js';
import type { RateLimits } from './rate.js';
import type { Workspace } from './workspace.js';

/** The HTTP answer of a response_url. */
export interface ResponseUrlAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** With 429. */
  readonly retryAfterSeconds?: number;
}

/** One command's place for later answers. */
export interface ResponseChain {
  readonly channel: string;
  readonly user: string;
  readonly createdAt: number;
  uses: number;
  /** The message that `replace_original` replaces. */
  last?: SlackMessage;
}

const OK: ResponseUrlAnswer = { status: 200, contentType: 'text/html', body: 'ok' };

/**
 * The response_url endpoints: five posts within thirty minutes of the command, no token but the URL itself,
 * no membership needed. Slack does not document the expired form; `used_url` and `expired_url` with 404 are
 * what others' code expects.
 */
export class ResponseUrls {
  readonly #workspace: Workspace;
  /** The bot of the app that owns the commands. */
  readonly #bot: string;
  readonly #rates: RateLimits;
  readonly #now: () => number;
  readonly #chains = new Map<string, ResponseChain>();

  constructor(workspace: Workspace, bot: string, rates: RateLimits, now: () => number) {
    this.#workspace = workspace;
    this.#bot = bot;
    this.#rates = rates;
    this.#now = now;
  }

  /** Opens a chain under a path that is its own secret. */
  open(path: string, channel: string, user: string): ResponseChain {
    const chain: ResponseChain = { channel, user, createdAt: this.#now(), uses: 0 };
    this.#chains.set(path, chain);
    return chain;
  }

  post(path: string, contentType: string | undefined, body: string): ResponseUrlAnswer {
    const chain = this.#chains.get(path);
    if (chain === undefined) return plain(404, 'no_service');
    if (this.#now() - chain.createdAt >= RESPONSE_URL_LIFETIME_MS) return gone('expired_url');
    if (chain.uses >= RESPONSE_URL_USES) return gone('used_url');
    const payload = readPayload(contentType, body);
    if (payload === undefined) return plain(400, 'invalid_payload');
    const wait = this.#rates.post(chain.channel);
    if (wait !== undefined) return { ...plain(429, 'rate_limited'), retryAfterSeconds: wait };
    const refused = this.answer(chain, payload, 'response_url');
    if (refused !== undefined) return plain(400, refused);
    chain.uses += 1;
    return OK;
  }

  /** Puts an app's answer where the command was typed; gives Slack's error word when it is refused. */
  answer(chain: ResponseChain, payload: JsonObject, origin: MessageOrigin): string | undefined {
    const args = new ApiArguments(Object.entries(payload));
    const checked = readContent(args, { wholeLimit: false });
    if ('refusal' in checked) return String(checked.refusal.error);
    chain.last =
      args.flag('replace_original') && chain.last !== undefined
        ? this.#workspace.replace(chain.last, checked.content, { markEdited: false })
        : this.#workspace.post(this.#draft(chain, checked.content, args, origin));
    return undefined;
  }

  #draft(chain: ResponseChain, content: MessageContent, args: ApiArguments, origin: MessageOrigin) {
    const inChannel = args.text('response_type') === 'in_channel';
    const threadTs = inChannel ? args.text('thread_ts') : undefined;
    return {
      ...content,
      channel: chain.channel,
      user: this.#bot,
      origin,
      ...(threadTs === undefined ? {} : { threadTs }),
      ...(inChannel ? {} : { ephemeralTo: chain.user }),
    };
  }
}

/** JSON whatever the Content-Type says (GitLab sends none), or a form with the JSON in `payload`. */
function readPayload(contentType: string | undefined, body: string): JsonObject | undefined {
  let value: Json | undefined = parseJson(body);
  if (value === undefined && contentType?.startsWith('application/x-www-form-urlencoded')) {
    value = parseJson(new URLSearchParams(body).get('payload') ?? '');
  }
  return isJsonObject(value) ? value : undefined;
}

function gone(error: string): ResponseUrlAnswer {
  return {
    status: 404,
    contentType: 'application/json; charset=utf-8',
    body: JSON.stringify({ ok: false, error }),
  };
}

function plain(status: number, body: string): ResponseUrlAnswer {
  return { status, contentType: 'text/html', body };
}
