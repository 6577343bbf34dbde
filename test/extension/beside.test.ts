import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { picture } from './harness/pictures.js';
import { packageStandIn } from './harness/stand-in.js';
import { until } from './harness/within.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

const CONFIG = `.rules:
  chat:
    - if: $CI_PIPELINE_SOURCE == "chat"
hello:
  rules: !reference [.rules, chat]
  script: [echo $CHAT_INPUT]
`;

/** Both speak about the same files: completions and hovers come from all three, diagnostics under each one's name. */
const NEIGHBOUR = `
const vscode = require('vscode');
exports.activate = (context) => {
  const mine = vscode.languages.createDiagnosticCollection('neighbour');
  const selector = { pattern: '**/.gitlab-ci.yml' };
  const draw = (document) => {
    if (!document.fileName.endsWith('.gitlab-ci.yml')) return;
    mine.set(document.uri, [new vscode.Diagnostic(new vscode.Range(0, 0, 0, 6), 'said by the neighbour')]);
  };
  vscode.workspace.textDocuments.forEach(draw);
  context.subscriptions.push(
    mine,
    vscode.workspace.onDidOpenTextDocument(draw),
    vscode.languages.registerHoverProvider(selector, {
      provideHover: () => new vscode.Hover('hovered by the neighbour'),
    }),
  );
};
`;

describe('extension: beside those of Red Hat and GitLab', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  const folder = mkdtempSync(join(tmpdir(), 'chatops-beside-'));
  let workbench: Workbench;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    writeFileSync(join(folder, '.gitlab-ci.yml'), CONFIG);
    const yaml = packageStandIn({
      publisher: 'redhat',
      name: 'vscode-yaml',
      contributes: {
        configuration: {
          properties: { 'yaml.customTags': { type: 'array', default: [], scope: 'resource' } },
        },
      },
    });
    const gitlab = packageStandIn({
      publisher: 'GitLab',
      name: 'gitlab-workflow',
      activationEvents: ['onStartupFinished'],
      source: NEIGHBOUR,
    });
    workbench = await Workbench.open({
      folder,
      openFile: join(folder, '.gitlab-ci.yml'),
      vsix: [yaml, gitlab],
      settings: { 'yaml.customTags': ['!own scalar'] },
    });
  });
  after(async () => {
    await workbench?.close();
    rmSync(folder, { recursive: true, force: true });
  });
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench?.screenshot(join(tmpdir(), 'chatops-failed-beside.png'));
  });

  const offer = () => workbench.page.locator('.notification-toast', { hasText: 'unresolved tag' });
  const tags = (): unknown => {
    const file = join(workbench.server.home, 'user/User/settings.json');
    return JSON.parse(readFileSync(file, 'utf8'))['yaml.customTags'];
  };

  it('offers !reference to Red Hat’s, and adds it to the user’s other tags', async () => {
    await offer().waitFor();
    await workbench.screenshot(picture('extension-reference-tag'));
    await offer().getByRole('button', { name: 'Add to User Settings' }).click();
    await until(10_000, 'the setting', () =>
      JSON.stringify(tags()).includes('reference') ? true : undefined,
    );
    assert.deepEqual(tags(), ['!own scalar', '!reference sequence']);
  });

  it('shows its problems, lenses and hovers beside the neighbour’s', async () => {
    const { page } = workbench;
    await workbench.focusEditor();
    await workbench.lens('chat: runs').waitFor();
    await workbench.runCommand('View: Focus Problems');
    const problems = page.locator('.markers-panel');
    await problems.getByText('said by the neighbour').waitFor();
    await problems.getByText('chat-input-unquoted').first().waitFor();
    await workbench.editorText().getByText('hello', { exact: true }).hover();
    await page
      .locator('.monaco-hover', { hasText: 'hovered by the neighbour' })
      .getByText('chat: runs')
      .waitFor();
    await workbench.focusEditor();
  });

  it('offers it once: not again in the next window, whatever was answered', async () => {
    const { page } = workbench;
    writeFileSync(
      join(workbench.server.home, 'user/User/settings.json'),
      JSON.stringify({ 'yaml.customTags': [] }),
    );
    await page.reload();
    await workbench.lens('chat: runs').waitFor();
    await workbench.runCommand('GitLab ChatOps: Fix All Safe Problems');
    assert.equal(await offer().count(), 0);
  });
});
