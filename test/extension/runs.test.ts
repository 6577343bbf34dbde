import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bubblewrap, chromium, namespaces, needs, packager, vscodeHost } from '../support/needs.js';
import { JobRuns, textOf } from './harness/job-runs.js';
import { picture } from './harness/pictures.js';
import { assertSealed } from './harness/sealed.js';
import { until } from './harness/within.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

const CONFIG = `include: ci/more.yml
.chat:
  rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]
whoami:
  extends: .chat
  script:
    - printf 'by %s in %s\\n' "$CHAT_USER_ID" "$CHAT_CHANNEL"
    - printf 'region %s token %s\\n' "$REGION" "$TOKEN"
big:
  extends: .chat
  script:
    - printf 'section_start:1:chat_reply\\r\\033[0K\\n'
    - seq 1 1200
    - printf 'section_end:2:chat_reply\\r\\033[0K'
open:
  extends: .chat
  script:
    - printf 'section_start:1:chat_reply\\r\\033[0K\\nhalf\\n'
colours:
  extends: .chat
  script:
    - printf '\\033[31mred words\\033[0m\\n'
`;
const MORE = 'included: { extends: .chat, script: ["echo from the disk"] }\n';

/** A repository whose owner wants git to run programs. Each would leave a file in `traps`. */
function makeHostile(folder: string, traps: string): void {
  const git = (...args: string[]): void => {
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...args], { cwd: folder });
  };
  const trap = (name: string): string => {
    const file = join(folder, '.git/hooks', name);
    writeFileSync(file, `#!/bin/sh\ntouch '${join(traps, name)}'\n`);
    chmodSync(file, 0o755);
    return file;
  };
  mkdirSync(traps);
  git('init', '--quiet', '--initial-branch=main');
  git('add', '.');
  git('commit', '--quiet', '-m', 'all');
  mkdirSync(join(folder, '.git/hooks'), { recursive: true });
  for (const hook of ['post-checkout', 'post-index-change', 'reference-transaction', 'pre-commit'])
    trap(hook);
  writeFileSync(join(folder, '.git/info/attributes'), '* filter=evil\n');
  const settings = {
    'core.fsmonitor': 'fsmonitor',
    'filter.evil.clean': 'clean',
    'filter.evil.smudge': 'smudge',
  };
  const more = { 'core.pager': 'pager', 'core.sshCommand': 'ssh', 'uploadpack.packObjectsHook': 'pack' };
  for (const [key, name] of Object.entries({ ...settings, ...more })) git('config', key, trap(name));
}

/** One window for the whole suite. The folder is a git repository, cloned for each job. */
describe('extension: what runs remember, find and keep out', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  const parent = mkdtempSync(join(tmpdir(), 'chatops-runs-'));
  const folder = join(parent, 'project');
  const traps = join(parent, 'traps');
  let workbench: Workbench;
  let runs: JobRuns;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    mkdirSync(join(folder, 'ci'), { recursive: true });
    const escapes = `escapes: { extends: .chat, script: [touch '${join(traps, 'escaped')}'] }\n`;
    writeFileSync(join(folder, '.gitlab-ci.yml'), `${CONFIG}${escapes}`);
    writeFileSync(join(folder, 'ci/more.yml'), MORE);
    makeHostile(folder, traps);
    workbench = await Workbench.open({
      folder,
      openFile: join(folder, '.gitlab-ci.yml'),
      // The editor's own git would spring the traps.
      settings: { 'git.enabled': false, 'files.autoSave': 'off' },
    });
    runs = new JobRuns(workbench);
  });
  after(async () => {
    await workbench?.close();
    rmSync(parent, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench?.screenshot(join(tmpdir(), 'chatops-failed-runs.png'));
  });

  const EDIT = 'GitLab ChatOps: Edit Channel, User and Variables for Runs';
  const title = 'What Jobs Run With';

  async function reload(): Promise<void> {
    await workbench.page.reload();
    await workbench.lens('chat: runs').first().waitFor();
  }

  it('keeps profiles apart: channel, user, variables, secrets', async () => {
    await workbench.runCommandAndPick(EDIT, title, 'New Profile');
    await workbench.answer('New Profile', 'production');
    await workbench.pick(`${title}: Profile production`, 'User');
    await workbench.answer('User', 'U0ADA ada');
    await workbench.quickRow('ada (U0ADA)').waitFor();
    await workbench.pick(title, 'Add Variable');
    await workbench.answer('Variable', 'REGION');
    await workbench.answer('Variable: REGION', 'north');
    await workbench.quickRow('REGION').waitFor();
    await workbench.pick(title, 'Add Secret Variable');
    await workbench.answer('Secret Variable', 'TOKEN');
    await workbench.answer('Secret Variable: TOKEN', 'hidden-words');
    await workbench.quickRow('TOKEN').waitFor();
    await workbench.screenshot(picture('extension-profile'));
    await workbench.pick(title, 'Done');
    await runs.agree('whoami');
    await runs.answer('whoami');
    await runs.ended('good');
    assert.match(await runs.ours(), /by U0ADA in CLOCALCHAT[\s\S]*region north token \[MASKED\]/);
  });

  it('remembers them, the last one and the arguments, in the next window', async () => {
    await runs.run('whoami', 'again');
    await runs.ended('good');
    await reload();
    await workbench.runCommandAndPick('GitLab ChatOps: Run Job from Chat', 'Run Job from Chat', 'whoami');
    await workbench.page.locator('.quick-input-title', { hasText: 'Run whoami from Chat' }).waitFor();
    assert.equal(await workbench.quickInput().inputValue(), 'again');
    await workbench.page.keyboard.press('Enter');
    await runs.ended('good');
    assert.match(await runs.ours(), /by U0ADA in CLOCALCHAT[\s\S]*region north token \[MASKED\]/);
  });

  it('goes back to another profile, which knows nothing of it', async () => {
    await workbench.runCommandAndPick(EDIT, title, 'default');
    await workbench.pick(`${title}: Profile default`, 'Done');
    await runs.run('whoami', 'plain');
    await runs.ended('good');
    assert.match(await runs.ours(), /by ULOCALYOU in CLOCALCHAT[\s\S]*region {2}token/);
  });

  it('finds what GitLab would not post: too large, and a section without an end', async () => {
    await runs.run('big');
    await runs.found('CHAT_RUN_REPLY_TOO_LARGE').waitFor();
    assert.match(await runs.ours(), /1200/);
    await runs.run('open');
    await runs.found('CHAT_RUN_SECTION_OPEN').waitFor();
    await workbench.runCommand('View: Focus Problems');
    const problems = workbench.page.locator('.markers-panel');
    await problems.getByText('CHAT_RUN_REPLY_TOO_LARGE').waitFor();
    await problems.getByText('CHAT_RUN_SECTION_OPEN').waitFor();
    await workbench.screenshot(picture('extension-found'));
  });

  it('shows colours, and folds a section at a click on its heading', async () => {
    const { page } = workbench;
    await runs.run('colours');
    await runs.ended('good');
    const red = runs.terminal().locator('span', { hasText: 'red words' }).last();
    await red.waitFor();
    assert.match((await red.getAttribute('class')) ?? '', /xterm-fg-1\b/);
    const heading = await runs.terminal().getByText('▾ Executing "step_script"').boundingBox();
    assert.ok(heading);
    // A link of the terminal: it opens at a click with the key for links.
    await page.keyboard.down('Control');
    await page.mouse.move(heading.x + 40, heading.y + heading.height / 2);
    await page.mouse.move(heading.x + 60, heading.y + heading.height / 2);
    await page.getByText('Fold or unfold (ctrl + click)').waitFor();
    await page.mouse.click(heading.x + 60, heading.y + heading.height / 2);
    await page.keyboard.up('Control');
    await red.waitFor({ state: 'hidden' });
    await runs.terminal().getByText('▸ Executing "step_script"').waitFor();
  });

  it('runs unsaved text of an included file', async () => {
    await workbench.openFile('more.yml');
    await workbench.focusEditor();
    await workbench.replaceInEditor('from the disk', 'from the editor');
    await runs.run('included');
    await runs.ended('good');
    assert.match(await runs.ours(), /from the editor/);
  });

  it('copies the JSON of a reply', async () => {
    await workbench.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await runs.panel.locator('.ours summary').click();
    const shown = await textOf(runs.panel.locator('.ours .json pre'));
    await runs.panel.locator('.ours .json').getByRole('button', { name: 'Copy' }).click();
    await until(10_000, 'the clipboard', async () =>
      (await workbench.page.evaluate('navigator.clipboard.readText()')) === shown ? true : undefined,
    );
  });

  it('has a panel that runs and loads nothing but its own', () => assertSealed(runs.panel));

  it('keeps a job inside the sandbox that the settings of this machine name', async function () {
    needs(this, bubblewrap, namespaces);
    const escaped = join(traps, 'escaped');
    await runs.run('escapes', 'free');
    await runs.ended('good');
    assert.equal(existsSync(escaped), true);
    rmSync(escaped);
    // Of this machine: beside those of the user, which follow a person to others.
    mkdirSync(join(workbench.server.home, 'user/Machine'), { recursive: true });
    const settings = JSON.stringify({ 'gitlabChatops.sandbox': 'bubblewrap' });
    writeFileSync(join(workbench.server.home, 'user/Machine/settings.json'), settings);
    await reload();
    await runs.run('escapes', 'contained');
    await runs.ended('bad');
    assert.equal(existsSync(escaped), false);
  });

  it('calls git in a way that runs none of the repository’s programs', () => {
    const sprung = [
      'fsmonitor',
      'clean',
      'smudge',
      'post-checkout',
      'post-index-change',
      'reference-transaction',
    ];
    assert.deepEqual(
      [...sprung, 'pager', 'ssh', 'pack', 'pre-commit'].filter((name) => existsSync(join(traps, name))),
      [],
    );
    // The traps work.
    execFileSync('git', ['status'], { cwd: folder, stdio: 'ignore' });
    assert.equal(existsSync(join(traps, 'fsmonitor')), true);
  });
});
