import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { picture } from './harness/pictures.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

const examples = fileURLToPath(new URL('../../examples', import.meta.url));

/** The README's pictures of runs: CHATOPS_IMAGES=docs/images takes them anew. */
describe('extension: pictures of runs', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  const parent = mkdtempSync(join(tmpdir(), 'chatops-pictures-'));
  const folder = join(parent, 'ops');
  let workbench: Workbench;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    cpSync(examples, folder, { recursive: true });
    workbench = await Workbench.open({
      folder,
      openFile: join(folder, '.gitlab-ci.yml'),
      settings: { 'editor.minimap.enabled': false, 'window.commandCenter': false },
    });
    await workbench.page.setViewportSize({ width: 1560, height: 940 });
    await workbench.page.keyboard.press('Control+B');
  });
  after(async () => {
    await workbench?.close();
    rmSync(parent, { recursive: true, force: true });
  });

  async function run(job: string, input: string): Promise<void> {
    await workbench.runCommand('GitLab ChatOps: Run Job from Chat');
    await workbench.pick('Run Job from Chat', job);
    const agree = workbench.page.getByRole('button', { name: 'Run on This Computer' });
    const box = workbench.page.locator('.quick-input-title', { hasText: `Run ${job} from Chat` });
    await agree.or(box).first().waitFor();
    if (await agree.isVisible()) await agree.click();
    await workbench.answer(`Run ${job} from Chat`, input);
  }

  it('of a job that succeeds', async () => {
    await run('deploy', 'staging');
    await workbench.webview().locator('.status.good').waitFor({ timeout: 30_000 });
    await workbench.focusEditor();
    await workbench.screenshot(picture('extension-run'));
  });

  it('of a job that fails', async () => {
    await run('fail', '');
    await workbench.webview().locator('.status.bad').waitFor({ timeout: 30_000 });
    await workbench.screenshot(picture('extension-failed'));
  });
});
