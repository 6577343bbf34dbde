// Runs one TypeScript program of this workspace from source: node .setup/run-ts.mjs FILE [args…]
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { setUp } from './setup.mjs';

await setUp({ quiet: true });
const root = fileURLToPath(new URL('..', import.meta.url));
const child = spawnSync(
  process.execPath,
  ['--conditions=source', '--import', 'tsx', ...process.argv.slice(2)],
  { cwd: root, stdio: 'inherit' },
);
process.exit(child.status ?? 1);
