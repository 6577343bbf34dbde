// Bundles the extension for both kinds of extension host, and what it loads at run time. Run by tests and packaging.
import { copyFile, cp, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleExecutor } from './build.mjs';
import { ownPlatform, ptyPackages } from './pty-packages.mjs';
import { root, setUp } from './setup.mjs';

const require = createRequire(import.meta.url);

/** The extension's folder in this repository. */
const source = join(root, 'extension');

const NODE_ENTRY = join(source, 'src/extension-node.ts');
const hosts = (nodeEntry) => [
  { platform: 'node', entry: nodeEntry, outfile: 'dist/extension.cjs' },
  { platform: 'browser', entry: 'src/extension-web.ts', outfile: 'dist/web/extension.js' },
];

/** WebAssembly that both bundles read through workspace.fs. */
const WASM = ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'];

async function bundleHost(esbuild, folder, { platform, entry, outfile }) {
  await esbuild.build({
    absWorkingDir: source,
    entryPoints: [entry],
    outfile: join(folder, outfile),
    bundle: true,
    minify: true,
    platform,
    target: platform === 'node' ? 'node20' : 'es2022',
    // VS Code evaluates either bundle as CommonJS.
    format: 'cjs',
    conditions: ['source'],
    external: ['vscode'],
    // Its ESM build looks for itself by import.meta.url, which a CommonJS bundle does not have.
    alias: { 'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') },
    logLevel: 'warning',
  });
}

/** The panels' browser side, which VS Code loads into a webview. */
async function bundleWebviews(esbuild, folder) {
  await esbuild.build({
    absWorkingDir: source,
    entryPoints: [
      { in: 'src/webview/reply/main.ts', out: 'reply' },
      { in: 'src/webview/reply/reply.css', out: 'reply' },
      { in: 'src/webview/explain/main.ts', out: 'explain' },
      { in: 'src/webview/explain/explain.css', out: 'explain' },
    ],
    outdir: join(folder, 'dist/webview'),
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    conditions: ['source'],
    logLevel: 'warning',
  });
}

/** The JSON schema of `.chatops.yml`, for YAML editors. */
async function copySchema(folder) {
  await mkdir(join(folder, 'dist'), { recursive: true });
  await copyFile(join(root, 'docs/chatops.schema.json'), join(folder, 'dist/chatops.schema.json'));
}

async function copyWasm(folder) {
  const place = join(folder, 'dist/wasm');
  await mkdir(place, { recursive: true });
  for (const file of WASM) await copyFile(require.resolve(file), join(place, basename(file)));
}

/**
 * The executor as a package of its own inside the extension, which starts it as a process: command line and driver.
 * node-pty and the platform's binary come along; `universal` has none and cannot run jobs.
 */
async function placeExecutor(esbuild, folder, platform) {
  const place = join(folder, 'dist/executor');
  await rm(place, { recursive: true, force: true });
  await mkdir(join(place, 'dist'), { recursive: true });
  const { version, license } = require(join(root, 'executor/package.json'));
  const manifest = { name: '@gitlab-chatops/executor', version, license, private: true };
  await writeFile(join(place, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  // The driver alone: the other program there is for npm.
  await cp(join(root, 'executor/bin/gitlab-chatops-driver'), join(place, 'bin/gitlab-chatops-driver'));
  await bundleExecutor(esbuild, { folder: join(place, 'dist'), entry: 'editor-main' });
  if (platform !== 'universal') await placePty(join(place, 'node_modules'), platform);
}

async function placePty(modules, platform) {
  const isRun = (file) => !file.endsWith('.d.ts');
  for (const [name, folder] of Object.entries(ptyPackages(platform))) {
    await cp(await realpath(folder), join(modules, name), { recursive: true, filter: isRun });
  }
}

/** Manifest, words, pictures: what stands in the folder beside the sources. */
async function copyStatic(folder) {
  const own = ['src', 'dist', 'node_modules', 'tsconfig.json'].map((name) => join(source, name));
  await cp(source, folder, { recursive: true, filter: (from) => !own.includes(from) });
}

/**
 * Builds into `folder`: the extension's own by default, else a copy of it to run or package, so that two builds do not
 * meet. `platform`: see placeExecutor; the default is this machine's own. `nodeEntry`: another one, of a test.
 */
export async function buildExtension({
  folder = source,
  platform = ownPlatform(),
  nodeEntry = NODE_ENTRY,
} = {}) {
  const esbuild = await import('esbuild');
  if (folder !== source) await copyStatic(folder);
  await Promise.all([
    ...hosts(nodeEntry).map((host) => bundleHost(esbuild, folder, host)),
    bundleWebviews(esbuild, folder),
    copySchema(folder),
    copyWasm(folder),
    placeExecutor(esbuild, folder, platform),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
  await buildExtension();
}
