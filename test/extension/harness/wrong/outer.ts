// A mocha file for wrong.full.test.ts: not found by the usual pattern.
import { fileURLToPath } from 'node:url';
import { insideHost } from '../report.js';
import { builtExtension } from '../staged.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

insideHost('outer', async () => ({
  suites: [at('./failing.suite.ts')],
  extension: await builtExtension(),
  folder: at('../../../../examples'),
}));
