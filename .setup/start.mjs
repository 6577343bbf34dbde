// npm start: set up, bundle, and serve the whole loop on loopback. Arguments after `--` go to `gitlab-chatops serve`.
import { join } from 'node:path';
import { build } from './build.mjs';
import { root, setUp } from './setup.mjs';

await setUp();
await build();
process.argv.splice(1, process.argv.length - 1, 'gitlab-chatops', 'serve', ...process.argv.slice(2));
// In this process, so that Ctrl-C and SIGTERM reach the server itself.
await import(join(root, 'executor/dist/gitlab-chatops.cjs'));
