// npm run package: the extension as VSIX files in extension/dist. One for this platform with node-pty in it, or with
// `-- universal` one for everybody that lints and explains but cannot run jobs; `--target` names another platform
// whose node-pty package npm has installed.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExtension, ownPlatform } from './build-extension.mjs';
import { root, setUp } from './setup.mjs';
import { installTool } from './tools.mjs';
import { vsce } from './vsce.mjs';

const source = join(root, 'extension');

/** Where the README's links and pictures are once it is shown in the marketplace. */
const PUBLISHED = 'https://gitlab.com/gitlab-chatops/gitlab-chatops';

/**
 * Builds in `folder` (see buildExtension) and packages; returns the VSIX file's path. `platform`: `linux-x64`, …, or
 * `universal`.
 */
export async function packageExtension({ folder = source, platform = ownPlatform() } = {}) {
  await buildExtension({ folder, platform });
  const { name, version } = createRequire(import.meta.url)(join(source, 'package.json'));
  const target = platform === 'universal' ? [] : ['--target', platform];
  const file = join(folder, 'dist', `${[name, ...target.slice(1), version].join('-')}.vsix`);
  const program = join(installTool(vsce), 'node_modules/@vscode/vsce/vsce');
  // Everything is bundled, so no node_modules of ours travel along.
  const links = ['--baseContentUrl', `${PUBLISHED}/-/blob/main/extension`];
  links.push('--baseImagesUrl', `${PUBLISHED}/-/raw/main/extension`);
  const done = spawnSync(
    process.execPath,
    [program, 'package', '--no-dependencies', ...links, ...target, '--out', file],
    { cwd: folder, encoding: 'utf8' },
  );
  if (done.status !== 0) throw new Error(`vsce package failed:\n${done.stdout}${done.stderr}`);
  return file;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp();
  const [platform] = process.argv.slice(2);
  console.log(await packageExtension(platform === undefined ? {} : { platform }));
}
