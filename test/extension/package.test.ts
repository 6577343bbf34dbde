import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { PLATFORMS } from '../../.setup/pty-packages.mjs';
import { readZipped, zipEntries } from '../../.setup/zip-entries.mjs';
import { needs, packager, ptyFor } from '../support/needs.js';
import { universalVsix, vsixFor } from './harness/staged.js';

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
  'extension/media/walkthrough/mend.svg',
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

  for (const platform of PLATFORMS) {
    it(`for ${platform} adds its node-pty and nothing else, and programs that can be started`, async function () {
      needs(this, ptyFor(platform));
      const entries = zipEntries(await vsixFor(platform));
      const names = entries.map(({ name }) => name);
      assert.deepEqual(
        CONTENT.filter((name) => !names.includes(name)),
        [],
      );
      const added = names.filter((name) => isListed(name) && !CONTENT.includes(name));
      const place = 'extension/dist/executor/node_modules/';
      const packages = new Set(
        added.map((name) =>
          name.startsWith(place) ? name.slice(place.length).replace(/\/[^/]+$/, '') : name,
        ),
      );
      const wanted = [`@lydell/node-pty-${platform}`, 'node-pty', 'node-pty/shared', 'node-pty/worker'];
      assert.deepEqual([...packages].sort(), wanted);
      assert.ok(added.includes(`${place}@lydell/node-pty-${platform}/pty.node`));
      // On macOS node-pty starts programs by a helper, and npm's archives may lose its mode.
      const programs = entries.filter(({ name }) => /\/(gitlab-chatops-driver|spawn-helper)$/.test(name));
      assert.equal(programs.length, platform.startsWith('darwin') ? 2 : 1);
      for (const { name, mode } of programs) assert.equal(mode & 0o111, 0o111, name);
      const manifest = readZipped(await vsixFor(platform), 'extension.vsixmanifest');
      assert.match(manifest, new RegExp(`TargetPlatform="${platform}"`));
    });
  }
});
