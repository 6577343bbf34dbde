import type { Browser, FrameLocator, Locator, Page } from 'playwright-core';
import { collectErrors, launchBrowser } from './browser.js';
import { remoteUri, type Server, type ServerOptions, startServer, workbenchUrl } from './server.js';
import { ownVsix } from './staged.js';

export interface WorkbenchOptions extends ServerOptions {
  /** A path, or the URI of a folder on no disk. */
  readonly folder?: string;
  readonly workspace?: string;
  /** A file to begin with. */
  readonly openFile?: string;
  /** Folder of another build of the extension, run from there instead of the installed package. */
  readonly extension?: string;
}

/** For a busy machine with two cores; only a failing test waits so long. */
const LONGEST_MS = 60_000;

/**
 * A test of the window that fails is tried once more, and the report says so: what VS Code does with a key while it moves
 * the focus by itself is not in our hands, and what is broken in ours fails twice.
 */
export const TRIES_AGAIN = 1;

const VIEWPORT = { width: 1280, height: 800 };

/** The real workbench in headless Chromium, with the packaged extension installed, driven as a person does. */
export class Workbench {
  readonly page: Page;
  /** An extension that fails to activate says so only here. */
  readonly errors: readonly string[];
  readonly server: Server;
  readonly #browser: Browser;

  private constructor(server: Server, browser: Browser, page: Page, errors: readonly string[]) {
    this.server = server;
    this.#browser = browser;
    this.page = page;
    this.errors = errors;
  }

  /** Stands once the status bar does, and the file is shown. Always await close(). */
  static async open(options: WorkbenchOptions): Promise<Workbench> {
    const own = options.extension === undefined ? [await ownVsix()] : [];
    const server = await startServer({ ...options, vsix: [...own, ...(options.vsix ?? [])] });
    let browser: Browser | undefined;
    try {
      browser = await launchBrowser();
      const page = await browser.newPage({ viewport: VIEWPORT });
      page.setDefaultTimeout(LONGEST_MS);
      const workbench = new Workbench(server, browser, page, collectErrors(page));
      const payload: Record<string, string> = {};
      if (options.openFile !== undefined) payload.openFile = remoteUri(server, options.openFile);
      if (options.extension !== undefined)
        payload.extensionDevelopmentPath = remoteUri(server, options.extension);
      await page.goto(workbenchUrl(server, options, payload));
      await page.locator('.monaco-workbench .part.statusbar').waitFor();
      if (options.openFile !== undefined) await workbench.editorText().waitFor();
      return workbench;
    } catch (error) {
      await browser?.close();
      await server.stop();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.server.stop();
  }

  /** What stands above jobs. */
  lens(text: string | RegExp): Locator {
    return this.page.locator('.codelens-decoration a', { hasText: text });
  }

  /** Rows of the view that is open in the side bar. */
  viewRow(text: string | RegExp): Locator {
    return this.page.locator('.pane-body .monaco-list-row', { hasText: text });
  }

  editorText(): Locator {
    return this.page.locator('.editor-instance .view-lines').first();
  }

  /**
   * The keyboard goes to the first editor: lenses are first drawn from a cache as dead text, and their refresh waits
   * until it has the focus. By its key, because whatever stands at a place of the text may be a link.
   */
  async focusEditor(): Promise<void> {
    await this.#pressUntil('Control+1', this.page.locator('.editor-instance .monaco-editor.focused').first());
  }

  #pressUntil(key: string, shown: Locator): Promise<void> {
    return this.until(() => this.page.keyboard.press(key), shown);
  }

  /** A key or a click that comes while the window is being arranged anew is lost; a person does it again. */
  async until(act: () => Promise<void>, shown: Locator): Promise<void> {
    const end = Date.now() + LONGEST_MS;
    for (;;) {
      await act();
      try {
        await shown.waitFor({ timeout: 3_000 });
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
    }
  }

  async #openFind(): Promise<Locator> {
    await this.#pressUntil('Control+F', this.page.locator('.find-widget.visible'));
    return this.page.locator('.find-widget.visible textarea[aria-label="Find"]');
  }

  /** Puts the cursor behind the first place of a text, as a person does with Find. */
  async findInEditor(text: string): Promise<void> {
    await this.focusEditor();
    await this.page.keyboard.press('Control+Home');
    const find = await this.#openFind();
    await find.fill(text);
    await this.page.locator('.find-widget.visible .matchesCount', { hasText: '1 of' }).waitFor();
    await find.press('Escape');
    await this.page.locator('.find-widget.visible').waitFor({ state: 'hidden' });
  }

  /** Opens a file of the workspace by the words a person would type. */
  async openFile(name: string): Promise<void> {
    await this.#pressUntil('Control+P', this.quickInput());
    await this.quickInput().fill(name);
    await this.quickRow(name).click();
    await this.page.locator('.tab.active', { hasText: name }).waitFor();
  }

  /** Picks a command from the palette by its title, as in `File: Save`. */
  async runCommand(title: string, timeoutMs = LONGEST_MS): Promise<void> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      await this.page.keyboard.press('F1');
      await this.quickInput().fill(`>${title}`);
      // The list does not grow while it is open, so a command of an extension that still loads needs a new one.
      const found = await this.quickRow(title)
        .waitFor({ timeout: 1_500 })
        .then(() => true)
        .catch(() => false);
      if (found) return this.quickRow(title).click();
      if (Date.now() > end) throw new Error(`no command '${title}' in the palette after ${timeoutMs} ms`);
      await this.page.keyboard.press('Escape');
    }
  }

  /** Replaces the first occurrence by typing, as a person does with Find. */
  async replaceInEditor(text: string, replacement: string): Promise<void> {
    const find = await this.#openFind();
    await find.fill(text);
    await find.press('Enter');
    // Closing leaves the found text selected; what is typed then takes its place.
    await this.page.locator('.find-widget.visible .codicon-widget-close').click();
    await this.page.locator('.find-widget.visible').waitFor({ state: 'hidden' });
    await this.page.keyboard.insertText(replacement);
  }

  quickInput(): Locator {
    return this.page.locator('.quick-input-widget input:visible');
  }

  /** Types into the input box with this title, once it is there: boxes follow each other in the same place. */
  async answer(title: string, text: string): Promise<void> {
    await this.page.locator('.quick-input-title', { hasText: title }).waitFor();
    await this.quickInput().fill(text);
    await this.page.keyboard.press('Enter');
  }

  /**
   * Picks from the list that a command opens. A webview that had the keyboard may report it late and so close the list;
   * a person then calls the command again.
   */
  async runCommandAndPick(
    command: string,
    title: string,
    row: string,
    timeoutMs = LONGEST_MS,
  ): Promise<void> {
    const end = Date.now() + timeoutMs;
    for (;;) {
      await this.runCommand(command);
      try {
        await this.page.locator('.quick-input-title', { hasText: title }).waitFor({ timeout: 5_000 });
        await this.quickRow(row).click({ timeout: 3_000 });
        return;
      } catch (error) {
        if (Date.now() > end) throw error;
        await this.page.keyboard.press('Escape');
      }
    }
  }

  /** Picks from the list with this title. */
  async pick(title: string, row: string): Promise<void> {
    await this.page.locator('.quick-input-title', { hasText: title }).waitFor();
    await this.quickRow(row).click();
  }

  quickRow(text: string): Locator {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();
  }

  /** The document inside the nth webview: two nested frames, the outer one VS Code's own. */
  webview(nth = 0): FrameLocator {
    const outer = this.page.locator('iframe.webview').nth(nth).contentFrame();
    return outer.locator('iframe#active-frame').contentFrame();
  }

  async screenshot(path: string): Promise<void> {
    // What fades in is shown as it will be.
    await this.page.screenshot({ path, animations: 'disabled' });
  }
}
