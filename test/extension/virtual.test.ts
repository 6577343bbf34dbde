import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, needs, packager, vscodeHost } from '../support/needs.js';
import { picture } from './harness/pictures.js';
import { packageStandIn } from './harness/stand-in.js';
import { TRIES_AGAIN, Workbench } from './harness/workbench.js';

const CONFIG = `include: ci/more.yml
hello:
  extends: .chat
  script:
    - echo $CHAT_INPUT
nightly: { script: [make], only: [schedules] }
listed: { extends: .chat, script: [make], rules: [{ exists: [Makefile] }] }
`;
const MORE = '.chat: { rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }], variables: { GIT_STRATEGY: none } }\n';

/** A folder that is on no disk, as GitHub Repositories and GitLab's remote folders open one; it cannot be searched. */
const MEMORY = `
const vscode = require('vscode');
const files = new Map(Object.entries(${JSON.stringify({ '/project/.gitlab-ci.yml': CONFIG, '/project/ci/more.yml': MORE })}));
const changed = new vscode.EventEmitter();
const isFolder = (path) => [...files.keys()].some((file) => file.startsWith(path === '/' ? '/' : path + '/'));
const missing = (uri) => vscode.FileSystemError.FileNotFound(uri);
exports.activate = (context) => {
  context.subscriptions.push(vscode.workspace.registerFileSystemProvider('memory', {
    onDidChangeFile: changed.event,
    watch: () => ({ dispose() {} }),
    stat(uri) {
      const text = files.get(uri.path);
      if (text !== undefined) return { type: 1, ctime: 0, mtime: 1, size: text.length };
      if (isFolder(uri.path)) return { type: 2, ctime: 0, mtime: 1, size: 0 };
      throw missing(uri);
    },
    readDirectory: (uri) => [...new Set([...files.keys()]
      .filter((file) => file.startsWith(uri.path + '/'))
      .map((file) => file.slice(uri.path.length + 1).split('/')[0]))]
      .map((name) => [name, isFolder(uri.path + '/' + name) ? 2 : 1]),
    readFile(uri) {
      const text = files.get(uri.path);
      if (text === undefined) throw missing(uri);
      return new TextEncoder().encode(text);
    },
    writeFile(uri, bytes) { files.set(uri.path, new TextDecoder().decode(bytes)); },
    createDirectory() {}, delete() {}, rename() {},
  }));
};
`;

describe('extension: in a folder that is virtual', function () {
  this.timeout(120_000);
  this.retries(TRIES_AGAIN);
  let workbench: Workbench;

  before(async function () {
    needs(this, chromium, vscodeHost, packager);
    const memory = packageStandIn({
      publisher: 'tests',
      name: 'memory',
      activationEvents: ['onFileSystem:memory', 'onStartupFinished'],
      source: MEMORY,
    });
    workbench = await Workbench.open({ folder: 'memory:/project', vsix: [memory] });
  });
  after(() => workbench?.close());
  afterEach(async function () {
    if (this.currentTest?.state === 'failed')
      await workbench?.screenshot(join(tmpdir(), 'chatops-failed-virtual.png'));
  });

  it('lints and explains, included files too', async () => {
    const { page } = workbench;
    await page.locator('.explorer-folders-view').getByText('.gitlab-ci.yml').dblclick();
    await page.locator('.squiggly-warning').first().waitFor();
    const lens = page.locator('.codelens-decoration a');
    await workbench.focusEditor();
    await lens.filter({ hasText: 'chat: runs' }).first().waitFor();
    await lens.filter({ hasText: 'chat: not known' }).first().waitFor();
    await lens.filter({ hasText: 'chat: cannot run' }).click();
    await workbench.webview().locator('.verdict.refused').waitFor();
  });

  it('says that jobs run only on a disk', async () => {
    const { page } = workbench;
    await workbench.focusEditor();
    await workbench.lens('the folder is virtual').first().click();
    const why = page.locator('.notification-toast', { hasText: 'Jobs run only in folders on a disk' });
    await why.getByRole('button', { name: 'Clone…' }).waitFor();
    await workbench.screenshot(picture('extension-virtual'));
    assert.deepEqual(workbench.errors, []);
  });
});
