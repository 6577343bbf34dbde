import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { insideHost } from './harness/report.js';
import { builtExtension } from './harness/staged.js';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

describe('extension', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatops-workspace-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  insideHost('inside the extension host', async () => ({
    suites: ['extension', 'config-models', 'launch'].map((name) => at(`./inside/${name}.suite.ts`)),
    extension: await builtExtension(),
    folder,
    // Saved behind the suite's back, unsaved text could not be lost.
    settings: { 'files.autoSave': 'off' },
  }));
});
