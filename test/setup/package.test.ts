import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RULE_METAS } from '@gitlab-chatops/shared/lint';
import { buildBundle } from '../e2e/serving.js';
import { EmptyFolder, root } from './packages.js';

const NEEDED = [
  'package.json',
  'bin/gitlab-chatops.cjs',
  'bin/gitlab-chatops-driver',
  'dist/gitlab-chatops.cjs',
  'dist/driver/driver.mjs',
  'dist/page/main.js',
  'dist/page/main.css',
  'dist/wasm/web-tree-sitter.wasm',
  'dist/wasm/tree-sitter-bash.wasm',
  'dist/chatops.schema.json',
  'dist/settings.schema.json',
  ...RULE_METAS.map(({ id }) => `dist/rules/${id}.md`),
];

const CONFIG =
  'status:\n  rules: [{ if: $CI_PIPELINE_SOURCE == "chat" }]\n  script: [./status $CHAT_INPUT]\n';

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** The executor as a package of its own, and the repository as one, which is what `npm install git+…` makes of it. */
const PACKAGES = [
  { folder: 'executor', inside: '' },
  { folder: '.', inside: 'executor/' },
];

describe('packages', function () {
  this.timeout(60_000);
  let place: EmptyFolder;
  before(() => buildBundle());
  beforeEach(() => {
    place = new EmptyFolder();
  });
  afterEach(() => place.remove());

  for (const { folder, inside } of PACKAGES) {
    it(`${folder}: holds all that the command line needs and no sources, and works alone`, () => {
      const { folder: installed, files } = place.unpack(place.pack(folder));
      const own = files.filter((file) => file.startsWith(inside)).map((file) => file.slice(inside.length));
      assert.deepEqual(
        NEEDED.filter((file) => !own.includes(file)),
        [],
      );
      assert.deepEqual(
        files.filter((file) => /\.ts$|\.map$|tsbuildinfo|(^|\/)(test|src)\//.test(file)),
        [],
      );
      const program = join(installed, inside, 'bin/gitlab-chatops.cjs');
      const explained = place.run(process.execPath, [program, 'lint', '--explain', 'chat-exposed']).stdout;
      assert.ok(explained.startsWith('# chat-exposed\n') && explained.includes('## Why\n'));
      assert.doesNotMatch(explained, /<!--/);
      mkdirSync(join(place.path, 'project'));
      writeFileSync(join(place.path, 'project/.gitlab-ci.yml'), CONFIG);
      const linted = place.run(process.execPath, [program, 'lint', 'project', '--format', 'github']);
      assert.equal(linted.status, 1);
      assert.match(
        linted.stdout,
        /^::error file=project\/\.gitlab-ci\.yml,line=3,col=\d+,title=chat-input-unquoted::/,
      );
    });

    it(`${folder}: asks npm only for what is not bundled`, () => {
      const manifest: Manifest = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
      assert.deepEqual(Object.keys(manifest.dependencies), ['node-pty']);
    });
  }
});
