import assert from 'node:assert/strict';
import type { FrameLocator } from 'playwright-core';

/** Everything by which text of a repository could get out of a panel, with what the browser calls it. */
const WAYS_OUT = ['connect-src', 'img-src', 'script-src-elem', 'style-src-attr'];

// As text: it runs in the panel's document, not here.
const TRY_THEM = `(async () => {
  const refused = new Set();
  document.addEventListener('securitypolicyviolation', (event) => refused.add(event.effectiveDirective));
  const add = (name, attributes, text = '') => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.textContent = text;
    document.body.append(element);
  };
  add('script', {}, 'document.title = "ran"');
  add('img', { src: 'https://example.invalid/x.png', onerror: 'document.title = "ran"' });
  add('div', { style: 'background: url(https://example.invalid/x.png)' });
  await fetch('https://example.invalid/').catch(() => {});
  // The browser tells of each later, in a task of its own.
  const end = Date.now() + 10_000;
  while (refused.size < ${WAYS_OUT.length} && Date.now() < end) await new Promise((next) => setTimeout(next, 20));
  return { refused: [...refused], title: document.title };
})()`;

/** Tries each from inside the panel and asserts that its policy refuses it. */
export async function assertSealed(panel: FrameLocator): Promise<void> {
  const { refused, title }: { refused: string[]; title: string } = await panel
    .locator('body')
    .evaluate(TRY_THEM);
  const passed = WAYS_OUT.filter((directive) => !refused.includes(directive));
  assert.deepEqual(passed, []);
  assert.notEqual(title, 'ran');
}
