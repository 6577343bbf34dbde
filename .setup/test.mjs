// npm test: set up, check types and style, bundle, run the suites. `--full` runs the slow and big ones instead.
import { spawnSync } from 'node:child_process';
import { build } from './build.mjs';
import { codeServer } from './code-server.mjs';
import { PLATFORMS, ptyPackages } from './pty-packages.mjs';
import { root, setUp } from './setup.mjs';
import { installSystemPackages } from './system-packages.mjs';
import { installTool } from './tools.mjs';
import { vsce } from './vsce.mjs';

const full = process.argv.includes('--full');
const rest = process.argv.slice(2).filter((argument) => argument !== '--full');

function step(name, command, args) {
  console.log(`${name} …`);
  const done = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (done.status === 0) return;
  console.log(`${name} failed (${done.signal ?? `exit status ${done.status}`})`);
  process.exit(1);
}

/** Without a registry the tests that need it say so by name; with CI=true they fail. */
function installTestHost() {
  try {
    installTool(codeServer);
    installTool(vsce);
    PLATFORMS.map(ptyPackages);
  } catch (error) {
    console.log(`setup: ${error.message}`);
  }
}

const bin = (name) => `node_modules/.bin/${name}`;
await setUp();
installSystemPackages();
if (rest.length === 0 || rest.some((file) => file.includes('extension'))) installTestHost();
if (!full) {
  step('types', bin('tsc'), ['-b']);
  step('style', bin('biome'), ['check', '.']);
}
await build();
const suites = full
  ? ['--timeout', '600000', 'test/**/*.full.test.ts']
  : rest.length > 0
    ? rest
    : ['test/**/*.test.ts', '--ignore', 'test/**/*.full.test.ts'];
step(full ? 'slow and big tests' : 'tests', bin('mocha'), [
  '--reporter',
  'test/support/reporter.mjs',
  ...suites,
]);
