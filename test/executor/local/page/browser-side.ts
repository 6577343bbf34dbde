import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Asset, readAssets } from '@gitlab-chatops/executor/local/page';
import { build } from 'esbuild';

let built: Promise<ReadonlyMap<string, Asset>> | undefined;

/** The browser side bundled from source, once a test run, so that a test never sees a stale bundle. */
export function browserSide(): Promise<ReadonlyMap<string, Asset>> {
  built ??= bundle();
  return built;
}

async function bundle(): Promise<ReadonlyMap<string, Asset>> {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  try {
    await build({
      entryPoints: [
        fileURLToPath(new URL('../../../../executor/src/local/page/client/main.ts', import.meta.url)),
      ],
      outfile: join(folder, 'main.js'),
      bundle: true,
      platform: 'browser',
      target: 'es2022',
      format: 'esm',
      conditions: ['source'],
      logLevel: 'silent',
    });
    return readAssets(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
