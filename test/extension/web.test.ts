import { fileURLToPath } from 'node:url';
import { insideHost } from './harness/report.js';
import { webExtension } from './harness/staged.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

insideHost('extension, inside the browser’s extension host', async () => ({
  suites: [at('./inside/web.suite.ts')],
  host: 'web',
  extension: await webExtension(),
  folder: at('../fixtures/extension/simulation'),
}));
