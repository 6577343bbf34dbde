// Bundles what is run without a TypeScript loader: the command line (which holds the driver) and the channel page.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root, setUp } from './setup.mjs';

/** The executor's bundle: CommonJS, because @slack/web-api's ESM bundle cannot require Node built-ins. */
async function bundleExecutor(esbuild) {
  await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['executor/src/cli/main.ts'],
    outfile: 'executor/dist/gitlab-chatops.cjs',
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
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'warning',
  });
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

export async function build() {
  const esbuild = await import('esbuild');
  await Promise.all([bundleExecutor(esbuild), bundlePage(esbuild)]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
  await build();
}
