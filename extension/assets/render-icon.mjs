// Renders icon.svg to the PNG that the marketplace wants: node extension/assets/render-icon.mjs
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const SIZE = 256;
const at = (name) => new URL(name, import.meta.url);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
const page = await browser.newPage({ viewport: { width: SIZE, height: SIZE } });
await page.setContent(
  `<body style="margin:0">${readFileSync(at('icon.svg'), 'utf8').replace('<svg', `<svg width="${SIZE}"`)}`,
);
await page.screenshot({ path: at('icon.png').pathname, omitBackground: true });
await browser.close();
