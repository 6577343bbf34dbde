import { fileURLToPath } from 'node:url';
import { buildExtension } from '../../.setup/build-extension.mjs';
import { insideHost } from './harness/report.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

insideHost('extension, inside the extension host', async () => {
  await buildExtension();
  return {
    suites: [at('./inside/extension.suite.ts')],
    extension: at('../../extension'),
    folder: at('../../examples'),
  };
});
