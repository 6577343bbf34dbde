import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ChannelPage, startChannelPage } from '@gitlab-chatops/executor/local/page';
import { type LocalSlackOptions, startLocalSlack } from '@gitlab-chatops/executor/local/slack';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { which } from '../../../support/needs.js';
import { browserSide } from './browser-side.js';
import { HandFeed } from './hand-feed.js';

const closers: (() => Promise<void>)[] = [];

/** For afterEach: closes servers, last first. */
export async function stopPages(): Promise<void> {
  for (const close of closers.splice(0).reverse()) await close();
}

/** A channel page over a local Slack and a hand-played GitLab. */
export async function runPage(options: Partial<LocalSlackOptions> = {}) {
  const slack = await startLocalSlack({ now: Date.now, ...options });
  closers.push(() => slack.close());
  const feed = new HandFeed();
  const page = await startChannelPage({
    slack,
    feed,
    project: 'project',
    command: '/project',
    assets: await browserSide(),
  });
  closers.push(() => page.close());
  return { slack, feed, page };
}

/** A fresh browser, of which nothing stays. Close it in an after hook. */
export async function openBrowser(): Promise<{ context: BrowserContext; close(): Promise<void> }> {
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: which('chromium') ?? '/usr/bin/chromium',
    headless: true,
    viewport: { width: 1280, height: 800 },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  return {
    context,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true });
    },
  };
}

/** The page in a new tab, with what went wrong in it. */
export async function visit(
  context: BrowserContext,
  page: ChannelPage,
): Promise<{ tab: Page; errors: string[] }> {
  const tab = await context.newPage();
  const errors: string[] = [];
  tab.on('pageerror', (error) => errors.push(String(error)));
  tab.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await tab.goto(page.url);
  return { tab, errors };
}
