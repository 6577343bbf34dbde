import { collectErrors, launchBrowser } from '../../extension/harness/browser.js';
import { remoteUri, startServer, workbenchUrl } from '../../extension/harness/server.js';

const KEYS = 80;
const BETWEEN_KEYS_MS = 60;

/** Milliseconds from each key to the picture that shows it, as the browser's Event Timing tells (steps of 8). */
export async function keyToPaint(folder: string, file: string, vsix: readonly string[]): Promise<number[]> {
  const server = await startServer({ vsix, settings: { 'files.autoSave': 'off' } });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    collectErrors(page);
    await page.goto(workbenchUrl(server, { folder }, { openFile: remoteUri(server, file) }));
    await page
      .locator('.editor-instance .view-lines')
      .first()
      .click({ position: { x: 400, y: 5 } });
    if (vsix.length > 0) await page.locator('.codelens-decoration a').first().waitFor();
    await page.keyboard.press('Control+End');
    await page.evaluate(`
      globalThis.keyTimes = [];
      new PerformanceObserver((list) => {
        for (const { name, duration } of list.getEntries()) if (name === 'keydown') keyTimes.push(duration);
      }).observe({ type: 'event', durationThreshold: 16 });
    `);
    await page.keyboard.type('#'.repeat(KEYS), { delay: BETWEEN_KEYS_MS });
    await page.waitForTimeout(500); // the observer tells late
    const slow: number[] = await page.evaluate('keyTimes');
    // Faster ones are not told.
    return [...slow, ...Array.from({ length: Math.max(0, KEYS - slow.length) }, () => 16)];
  } finally {
    await browser.close();
    await server.stop();
  }
}
