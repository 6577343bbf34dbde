import { randomBytes } from 'node:crypto';
import { listenOnLoopback } from '../loopback/index.js';
import type { LocalSlack } from '../slack/index.js';
import { type Asset, readAssets } from './assets.js';
import { secure } from './headers.js';
import type { RunFeed } from './ports.js';
import type { TypedAnswer } from './protocol.js';
import { route } from './routes.js';

export interface PageOptions {
  readonly slack: LocalSlack;
  readonly feed: RunFeed;
  /** The project's name, for the header. */
  readonly project: string;
  /** The slash command the page suggests, e.g. `/project`. */
  readonly command: string;
  /** Takes what a person types in the place of `slack.type`, e.g. to say more afterwards. */
  readonly type?: (text: string) => Promise<TypedAnswer>;
  readonly port?: number;
  /** The browser side; by default the bundled one. */
  readonly assets?: ReadonlyMap<string, Asset>;
}

export interface ChannelPage {
  /** `http://127.0.0.1:PORT`: job pages are at `ORIGIN/PROJECT/-/jobs/ID`. */
  readonly origin: string;
  /** With the secret that opens the page. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the channel page and the job pages. Throws CONFIG_PORT_IN_USE, CONFIG_PAGE_MISSING. */
export async function startChannelPage(options: PageOptions): Promise<ChannelPage> {
  const { slack, feed, project, command, assets = readAssets() } = options;
  const type = options.type ?? slack.type;
  const secrets = { key: secret(), cookie: secret() };
  const parts = { slack, feed, project, command, type, assets, secrets };
  const server = await listenOnLoopback(async (request, response, running) => {
    secure(response);
    await route(parts, request, response, running);
  }, options.port);
  return {
    origin: server.origin,
    url: `${server.origin}/?key=${secrets.key}`,
    close: () => server.close(),
  };
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}
