import { type Browser, chromium, type Page } from 'playwright-core';
import { which } from '../../support/needs.js';

/** Headless Chromium that calls nobody. */
export function launchBrowser(): Promise<Browser> {
  const args = [
    '--disable-gpu',
    '--disable-quic',
    '--disable-dev-shm-usage',
    '--disable-background-networking',
  ];
  args.push('--disable-component-update', '--disable-sync');
  if (process.getuid?.() === 0) args.push('--no-sandbox'); // Chromium's sandbox refuses root
  return chromium.launch({ executablePath: which('chromium') ?? 'chromium', args });
}

/** Collects what an extension that fails to load or activate says: only the page's console has it. */
export function collectErrors(page: Page): readonly string[] {
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() !== 'error' || message.text().startsWith('Failed to load resource')) return;
    errors.push(message.text().slice(0, 800));
  });
  return errors;
}
