import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const shared = fileURLToPath(new URL('../../shared', import.meta.url));

/** web-tree-sitter asks for these only when it runs under Node; in a browser the branch is never taken. */
const GUARDED_BY_ITS_AUTHOR = ['web-tree-sitter'];

describe('shared in a browser', () => {
  it('bundles for the web without a Node built-in', async () => {
    const entryPoints = readdirSync(join(shared, 'src'))
      .map((room) => join(shared, 'src', room, 'index.ts'))
      .filter(existsSync);
    assert.ok(entryPoints.length >= 4);
    const used: string[] = [];
    await build({
      entryPoints,
      bundle: true,
      write: false,
      outdir: 'unused',
      platform: 'browser',
      format: 'esm',
      conditions: ['source'],
      logLevel: 'silent',
      plugins: [
        {
          name: 'node-built-ins',
          setup({ onResolve }) {
            onResolve({ filter: /^[a-z_:/]+$/ }, ({ path, importer }) => {
              if (!builtinModules.includes(path.replace(/^node:/, ''))) return undefined;
              if (!GUARDED_BY_ITS_AUTHOR.some((name) => importer.includes(`/node_modules/${name}/`))) {
                used.push(`${path} in ${importer}`);
              }
              return { path, external: true };
            });
          },
        },
      ],
    });
    assert.deepEqual(used, []);
  });
});
