import { mkdtempSync, rmSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

/** A module with VS Code's `run()` for these suite files, and how to remove it. */
export interface SuiteBundle {
  readonly file: string;
  remove(): void;
}

/** `below`: VS Code runs suites that stand inside an extension's folder in the host which that extension runs in. */
export async function bundleSuites(
  suites: readonly string[],
  host: 'node' | 'web',
  below = tmpdir(),
): Promise<SuiteBundle> {
  const folder = mkdtempSync(join(below, 'chatops-suites-'));
  // The browser's host adds .js to whatever else a module is called.
  const file = join(folder, host === 'web' ? 'suites.js' : 'suites.cjs');
  const loads = suites.map((suite) => `() => import(${JSON.stringify(suite)})`).join(', ');
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    await build({
      stdin: {
        contents: `import { runSuites } from './inside.ts';\nexport const run = () => runSuites([${loads}]);`,
        resolveDir: import.meta.dirname,
      },
      outfile: file,
      bundle: true,
      format: 'cjs',
      platform: host === 'node' ? 'node' : 'browser',
      target: 'es2022',
      conditions: ['source'],
      external: ['vscode'],
      ...(host === 'web' ? { alias: WEB_MODULES } : {}),
      sourcemap: 'inline',
      plugins: [MOCHA],
      logLevel: 'error',
    });
  } catch (error) {
    remove();
    throw error;
  }
  return { file, remove };
}

/** A browser has none of Node's modules. */
const WEB_MODULES = { 'node:assert/strict': join(import.meta.dirname, 'assert-web.ts') };

/**
 * mocha's browser build assigns to `module.exports` where there is one, and in a bundle that is the suites' own; hidden
 * from it, it sets its globals.
 */
const MOCHA: Plugin = {
  name: 'mocha-sets-globals',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]mocha[\\/]mocha\.js$/ }, async ({ path }) => ({
      contents: `(function () { let exports, module, define;\n${await readFile(path, 'utf8')}\n}).call(globalThis);`,
    }));
  },
};
