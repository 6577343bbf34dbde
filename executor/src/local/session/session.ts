import { type Asset, type ChannelPage, startChannelPage } from '../page/index.js';
import { Composer } from './composer.js';
import { GitLabFeed } from './gitlab-feed.js';
import { type Loop, type LoopOptions, localUser, type OnClose, openLoop, openTogether } from './loop.js';
import { listHeadJobs } from './planning.js';

export interface SessionOptions extends Omit<LoopOptions, 'webUrl'> {
  /** Port of the channel page; default: a free one. */
  readonly port?: number;
  /** The page's browser side; by default the bundled one. */
  readonly assets?: ReadonlyMap<string, Asset>;
}

/** The whole loop on loopback: Slack, GitLab, Runner and the channel page. */
export interface Session extends Omit<Loop, 'name'> {
  /** Opens the channel page. */
  readonly url: string;
  /** Ends running jobs and leaves no process and no file. */
  close(): Promise<void>;
}

/**
 * Starts a session for one directory.
 * Throws CONFIG_REPOSITORY_MISSING, CONFIG_REPOSITORY_OWNER, CONFIG_REF_UNKNOWN, CONFIG_GIT_MISSING, CONFIG_GIT_FAILED,
 * CONFIG_PORT_IN_USE, CONFIG_PAGE_MISSING.
 */
export function startSession(options: SessionOptions): Promise<Session> {
  return openTogether((root, onClose) => openSession(options, root, onClose), options.onError);
}

async function openSession(
  options: SessionOptions,
  root: string,
  onClose: OnClose,
): Promise<Omit<Session, 'close'>> {
  const { slack, gitlab, name } = await openLoop({ ...options, webUrl: () => page.origin }, root, onClose);
  const feed = new GitLabFeed(gitlab);
  const composer = new Composer(slack, gitlab, async () => {
    feed.setJobs(await listHeadJobs(await gitlab.head(localUser())));
  });
  onClose(() => composer.close());
  const page: ChannelPage = await startChannelPage({
    slack,
    feed,
    project: name,
    command: `/${name}`,
    type: (text) => composer.type(text),
    ...(options.port === undefined ? {} : { port: options.port }),
    ...(options.assets === undefined ? {} : { assets: options.assets }),
  });
  onClose(() => page.close());
  await composer.refresh();
  return { url: page.url, slack, gitlab };
}
