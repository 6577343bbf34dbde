import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { needs, packager } from '../support/needs.js';
import { ownVsix, universalVsix } from './harness/staged.js';
import { zipEntries } from './harness/zip-names.js';

const VSIX_LIMIT = 1.5e6;

/** The driver's parts have names that change with their content. */
const DRIVER_PART = /^extension\/dist\/executor\/dist\/driver\/[\w-]+\.mjs$/;

/** Everything that is in the VSIX besides the driver's parts and node-pty; a new file has to be wanted here too. */
const CONTENT = [
  '[Content_Types].xml',
  'extension.vsixmanifest',
  'extension/LICENSE.txt',
  'extension/assets/icon.png',
  'extension/changelog.md',
  'extension/dist/chatops.schema.json',
  'extension/dist/executor/bin/gitlab-chatops-driver',
  'extension/dist/executor/dist/driver/driver.mjs',
  'extension/dist/executor/dist/gitlab-chatops.cjs',
  'extension/dist/executor/package.json',
  'extension/dist/extension.cjs',
  'extension/dist/wasm/tree-sitter-bash.wasm',
  'extension/dist/wasm/web-tree-sitter.wasm',
  'extension/dist/web/extension.js',
  'extension/dist/webview/explain.css',
  'extension/dist/webview/explain.js',
  'extension/dist/webview/reply.css',
  'extension/dist/webview/reply.js',
  'extension/l10n/bundle.l10n.json',
  'extension/media/chat-jobs.svg',
  'extension/media/walkthrough/reply.svg',
  'extension/media/walkthrough/run.svg',
  'extension/media/walkthrough/see.svg',
  'extension/package.json',
  'extension/package.nls.json',
  'extension/readme.md',
];

const isListed = (name: string): boolean => CONTENT.includes(name) || !DRIVER_PART.test(name);

describe('extension package', function () {
  this.timeout(120_000);
  before(function () {
    needs(this, packager);
  });

  it('holds what the list says and nothing else', async () => {
    const names = zipEntries(await universalVsix()).map(({ name }) => name);
    assert.deepEqual(names.filter(isListed).sort(), CONTENT);
  });

  it('without node-pty stays small', async () => {
    const { size } = statSync(await universalVsix());
    assert.ok(size < VSIX_LIMIT, `${size} bytes`);
  });

  it('for this platform adds node-pty and nothing else, and a driver that can be started', async () => {
    const entries = zipEntries(await ownVsix());
    const added = entries.map(({ name }) => name).filter((name) => isListed(name) && !CONTENT.includes(name));
    assert.deepEqual(
      added.filter((name) => !name.startsWith('extension/dist/executor/node_modules/')),
      [],
    );
    assert.ok(added.some((name) => name.endsWith('.node')));
    const driver = entries.find(({ name }) => name.endsWith('/gitlab-chatops-driver'));
    assert.equal((driver?.mode ?? 0) & 0o111, 0o111);
  });
});
