import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insideHost } from './harness/report.js';
import { builtExtension } from './harness/staged.js';
import { SUITE_SETTINGS, TEXT_SUITES } from './harness/suites.js';

describe('what the editor says about chat jobs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'chatops-workspace-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  insideHost('inside the extension host', async () => ({
    suites: TEXT_SUITES,
    extension: await builtExtension(),
    folder,
    settings: SUITE_SETTINGS,
  }));
});
