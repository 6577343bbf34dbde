import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('../../../', import.meta.url));
let made: Promise<string> | undefined;

/**
 * The driver as it is installed, dispatcher and bundle, made of the sources as they are now. Once a process; its
 * path has a space in it, as a path may.
 */
export function installedDriver(): Promise<string> {
  made ??= install();
  return made;
}

async function install(): Promise<string> {
  const folder = join(mkdtempSync(join(tmpdir(), 'chatops-driver-')), 'with space');
  process.on('exit', () => rmSync(join(folder, '..'), { recursive: true, force: true }));
  mkdirSync(join(folder, 'bin'), { recursive: true });
  await build({
    absWorkingDir: root,
    entryPoints: { driver: 'executor/src/cli/driver-main.ts' },
    outdir: join(folder, 'dist/driver'),
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    conditions: ['source'],
    external: ['node-pty'],
    banner: {
      js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'error',
  });
  copyFileSync(join(root, 'executor/bin/gitlab-chatops-driver'), join(folder, 'bin/gitlab-chatops-driver'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  return join(folder, 'bin/gitlab-chatops-driver');
}
