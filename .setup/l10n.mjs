// npm run l10n: writes extension/l10n/bundle.l10n.json, the sentences of the extension's code that a translation
// replaces, for translators. test/extension/manifest.test.ts fails when it is stale.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup.mjs';

export const bundlePath = join(root, 'extension/l10n/bundle.l10n.json');

// `vscode.l10n.t('…', …)` and `t('…')`: the first argument is always a literal, or nobody could translate it.
const CALL = /(?<![\w$])t\(\s*(?:'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)")/g;

/** The bundle's text as it should be. */
export function l10nBundle() {
  const source = join(root, 'extension/src');
  const files = readdirSync(source, { recursive: true }).filter((file) => file.endsWith('.ts'));
  const sentences = files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(CALL)].map(([, single, double]) =>
      JSON.parse(`"${(single ?? double).replaceAll("\\'", "'").replace(/(?<!\\)"/g, '\\"')}"`),
    ),
  );
  const sorted = [...new Set(sentences)].sort();
  return `${JSON.stringify(Object.fromEntries(sorted.map((one) => [one, one])), null, 2)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  mkdirSync(dirname(bundlePath), { recursive: true });
  writeFileSync(bundlePath, l10nBundle());
}
