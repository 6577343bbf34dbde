// Bundles the extension for both kinds of extension host, and what it loads at run time. Run by tests and packaging.
import { copyFile, mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, setUp } from './setup.mjs';

const require = createRequire(import.meta.url);

const HOSTS = [
  { platform: 'node', entry: 'extension/src/extension-node.ts', outfile: 'extension/dist/extension.cjs' },
  {
    platform: 'browser',
    entry: 'extension/src/extension-web.ts',
    outfile: 'extension/dist/web/extension.js',
  },
];

/** WebAssembly that both bundles read through workspace.fs. */
const WASM = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'];

async function bundleHost(esbuild, { platform, entry, outfile }) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    keepNames: true,
    platform,
    target: platform === 'node' ? 'node20' : 'es2022',
    // VS Code evaluates either bundle as CommonJS.
    format: 'cjs',
    conditions: ['source'],
    external: ['vscode'],
    logLevel: 'warning',
  });
}

async function copyWasm() {
  const folder = join(root, 'extension/dist/wasm');
  await mkdir(folder, { recursive: true });
  for (const file of WASM) await copyFile(require.resolve(file), join(folder, basename(file)));
}

export async function buildExtension() {
  const esbuild = await import('esbuild');
  await Promise.all([...HOSTS.map((host) => bundleHost(esbuild, host)), copyWasm()]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
  await buildExtension();
}
