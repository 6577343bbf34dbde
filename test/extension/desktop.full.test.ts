import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { insideDesktop } from './harness/report.js';
import { builtExtension } from './harness/staged.js';
import { SUITE_SETTINGS, TEXT_SUITES, WORKSPACE_SUITES } from './harness/suites.js';

/** Skipped by name where there is no desktop VS Code: none can be installed from a package registry. */
describe('extension: on a desktop', () => {
  const folders = [WORKSPACE_SUITES, TEXT_SUITES].map((suites) => ({
    suites,
    folder: mkdtempSync(join(tmpdir(), 'chatops-workspace-')),
  }));
  after(() => {
    for (const { folder } of folders) rmSync(folder, { recursive: true, force: true });
  });

  folders.forEach(({ suites, folder }, i) => {
    insideDesktop(`inside its extension host, window ${i + 1}`, async () => ({
      suites,
      extension: await builtExtension(),
      folder,
      settings: SUITE_SETTINGS,
    }));
  });
});
