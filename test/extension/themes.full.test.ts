import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { faintTexts } from './harness/contrast.js';
import { JobRuns } from './harness/job-runs.js';
import { picture } from './harness/pictures.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

const fixture = fileURLToPath(new URL('../fixtures/extension/simulation', import.meta.url));

const THEMES = {
  'Light Modern': 'vscode-light',
  'Dark Modern': 'vscode-dark',
  'Dark High Contrast': 'vscode-high-contrast',
  'Light High Contrast': 'vscode-high-contrast-light',
};

/** The panels in the themes that VS Code ships, and beside a narrow editor. */
describe('extension: panels can be read', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  const parent = mkdtempSync(join(tmpdir(), 'chatops-themes-'));
  const folder = join(parent, 'project');
  let workbench: Workbench;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    cpSync(fixture, folder, { recursive: true });
    workbench = await Workbench.open({ folder, openFile: join(folder, '.gitlab-ci.yml') });
    const runs = new JobRuns(workbench);
    await runs.agree('breaks');
    await runs.answer('breaks');
    await runs.ended('bad');
    await workbench.runCommand('GitLab ChatOps: Explain Chat Command');
  });
  after(async () => {
    await workbench?.close();
    rmSync(parent, { recursive: true, force: true });
  });

  for (const [theme, name] of Object.entries(THEMES)) {
    it(`in ${theme}`, async () => {
      const { page } = workbench;
      await workbench.runCommand('Preferences: Color Theme');
      await workbench.quickInput().fill(theme);
      await workbench.quickRow(theme).click();
      for (const tab of ['Chat Reply', 'Explain Chat Command']) {
        await page.locator('.tab', { hasText: tab }).click();
        const shown = page.locator('iframe.webview:visible').contentFrame().locator('iframe#active-frame');
        const panel = shown.contentFrame();
        await panel.locator(`body.${name} main *`).first().waitFor();
        assert.deepEqual(await faintTexts(panel), [], tab);
        await workbench.screenshot(picture(`theme-${name}-${tab.split(' ')[0]}`));
      }
    });
  }
});
