// Bundles what is run without a TypeScript loader: the command line (which holds the driver) and the channel page.
import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, setUp } from './setup.mjs';

const EXECUTOR = join(root, 'executor/dist');

/** Command line and driver, for the executor's own package or, by another entry, inside the editor's extension. */
export async function bundleExecutor(esbuild, { folder = EXECUTOR, entry = 'main' } = {}) {
  await Promise.all([
    bundleCommandLine(esbuild, folder, entry),
    bundleDriver(esbuild, join(folder, 'driver')),
  ]);
}

/** CommonJS, because @slack/web-api's ESM bundle cannot require Node built-ins. */
async function bundleCommandLine(esbuild, folder, entry) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: [`executor/src/cli/${entry}.ts`],
    outfile: join(folder, 'gitlab-chatops.cjs'),
    bundle: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    conditions: ['source'],
    // A native addon: loaded from node_modules at run time, and only by the stages that need a pseudo-terminal.
    external: ['node-pty'],
    // CommonJS has no import.meta: the folder of the bundle stands for the folder of a source file.
    define: { 'import.meta.dirname': '__dirname' },
    // Its ESM build looks for itself by import.meta.url, which a CommonJS bundle does not have.
    alias: { 'web-tree-sitter': join(root, 'node_modules/web-tree-sitter/web-tree-sitter.cjs') },
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  });
}

/**
 * The driver in parts (ESM, the only format that esbuild splits): a job waits for each of its calls, and most need
 * neither settings nor Slack. `require` is for CommonJS dependencies.
 */
async function bundleDriver(esbuild, outdir) {
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    metafile: true,
    entryPoints: { driver: 'executor/src/cli/driver-main.ts' },
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    keepNames: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    conditions: ['source'],
    external: ['node-pty'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  // Parts of earlier builds have other names. They go last: a job may be running from them.
  const current = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
  for (const name of readdirSync(outdir)) if (!current.has(name)) rmSync(join(outdir, name));
}

async function bundlePage(esbuild) {
  if (!existsSync(join(root, 'executor/src/local/page/client/main.ts'))) return;
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['executor/src/local/page/client/main.ts'],
    outfile: 'executor/dist/page/main.js',
    bundle: true,
    minify: true,
    platform: 'browser',
    target: 'es2022',
    format: 'esm',
    conditions: ['source'],
    logLevel: 'warning',
  });
}

/** The shell grammar of the linter, so that an installed package needs neither of the two packages. */
function copyGrammar() {
  mkdirSync(join(root, 'executor/dist/wasm'), { recursive: true });
  for (const path of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm']) {
    copyFileSync(join(root, 'node_modules', path), join(root, 'executor/dist/wasm', basename(path)));
  }
}

/** What `lint --explain` prints, and the schemas that editors are pointed at. */
function copyDocs() {
  const rules = join(root, 'executor/dist/rules');
  // A rule that is gone leaves no page behind.
  rmSync(rules, { recursive: true, force: true });
  cpSync(join(root, 'docs/rules'), rules, { recursive: true });
  for (const name of ['chatops.schema.json', 'settings.schema.json']) {
    copyFileSync(join(root, 'docs', name), join(root, 'executor/dist', name));
  }
}

export async function build() {
  const esbuild = await import('esbuild');
  copyGrammar();
  copyDocs();
  await Promise.all([bundleExecutor(esbuild), bundlePage(esbuild)]);
  // Its service would stay as a child of whoever goes on in this process.
  await esbuild.stop();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
  await build();
}
