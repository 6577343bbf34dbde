// npm run package: the extension as a VSIX file in extension/dist, and what is in it. For this platform with node-pty; or
// `-- darwin-arm64` for another one, `-- universal` for all the others, where jobs are linted and explained and not run,
// `-- all` for one of each.
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildExtension } from './build-extension.mjs';
import { ownPlatform, PLATFORMS } from './pty-packages.mjs';
import { root, setUp } from './setup.mjs';
import { installTool } from './tools.mjs';
import { vsce } from './vsce.mjs';
import { zipEntries } from './zip-entries.mjs';

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
  const [wanted = ownPlatform()] = process.argv.slice(2);
  const all = ['universal', ...PLATFORMS];
  if (wanted !== 'all' && !all.includes(wanted)) {
    console.error(`${wanted}: not a platform of the extension; one of ${all.join(', ')}, or all`);
    process.exit(2);
  }
  for (const platform of wanted === 'all' ? all : [wanted]) {
    const file = await packageExtension({ platform });
    console.log(`${file} (${statSync(file).size} bytes)`);
    for (const { name, size } of zipEntries(file)) console.log(`${String(size).padStart(9)} ${name}`);
  }
}
