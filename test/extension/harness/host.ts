import type { Browser, Page } from 'playwright-core';
import { collectErrors, launchBrowser } from './browser.js';
import { bundleSuites } from './bundle-suites.js';
import { type InnerEvent, readEvent } from './inner-events.js';
import type { InnerRun } from './inner-run.js';
import { remoteUri, type Server, type ServerOptions, startServer, workbenchUrl } from './server.js';
import { within } from './within.js';

export interface HostRunOptions extends ServerOptions {
  /** Absolute paths of the suite files. */
  readonly suites: readonly string[];
  /** Folder of the extension under test. A wrong path is no error to VS Code: a suite must assert that it is there. */
  readonly extension: string;
  /** Which extension host; `web` is the browser's worker. */
  readonly host?: 'node' | 'web';
  readonly folder?: string;
  readonly workspace?: string;
  readonly timeoutMs?: number;
}

/** Runs mocha suites inside a real extension host; never rejects for what happens in there. */
export async function runInHost(options: HostRunOptions): Promise<InnerRun> {
  const bundle =
    options.host === 'web'
      ? await bundleSuites(options.suites, 'web', options.extension)
      : await bundleSuites(options.suites, 'node');
  const events: InnerEvent[] = [];
  let server: Server | undefined;
  let browser: Browser | undefined;
  let consoleErrors: readonly string[] = [];
  try {
    server = await startServer(options);
    browser = await launchBrowser();
    const page = await browser.newPage();
    consoleErrors = collectErrors(page);
    page.on('console', (message) => {
      const event = readEvent(message.text());
      if (event) events.push(event);
    });
    const { finished } = await watchEnd(page);
    await page.goto(
      workbenchUrl(server, options, {
        extensionDevelopmentPath: remoteUri(server, options.extension),
        extensionTestsPath: remoteUri(server, bundle.file),
      }),
    );
    const ends = Promise.race([finished, server.died]);
    const exitCode = await within(options.timeoutMs ?? 240_000, 'the suites inside the host to end', ends);
    return { events, exitCode, consoleErrors };
  } catch (error) {
    return { events, problem: error instanceof Error ? error.message : String(error), consoleErrors };
  } finally {
    await browser?.close();
    await server?.stop();
    bundle.remove();
  }
}

/** The workbench calls window.codeAutomationExit(code) when run() has settled. */
async function watchEnd(page: Page): Promise<{ readonly finished: Promise<number> }> {
  let settle: (code: number) => void = () => {};
  const finished = new Promise<number>((resolve, reject) => {
    settle = resolve;
    page.once('crash', () => reject(new Error('the page crashed')));
  });
  finished.catch(() => {});
  await page.exposeFunction('codeAutomationExit', (code: number) => settle(code));
  return { finished };
}
