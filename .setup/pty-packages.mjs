// node-pty is @lydell/node-pty: a thin package that loads the binary of a second one, named by the platform. npm installs
// the one of this machine; packages of the extension for other platforms need theirs.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './setup.mjs';
import { installTool, toolFolder } from './tools.mjs';

/**
 * Platforms with a package of the extension that runs jobs. Windows has no bash to run them with, and there is no binary
 * for musl (Alpine): both take the universal one.
 */
export const PLATFORMS = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

const thin = join(root, 'node_modules/node-pty');
const binaryOf = (platform) => `@lydell/node-pty-${platform}`;
const installed = (platform) => join(root, 'node_modules', binaryOf(platform));

/** Names and folders of the packages that start a pseudo-terminal there; fetched by npm for another platform. */
export function ptyPackages(platform) {
  const binary = existsSync(installed(platform))
    ? installed(platform)
    : join(installTool(foreign(platform)), 'node_modules', binaryOf(platform));
  return { 'node-pty': thin, [binaryOf(platform)]: binary };
}

/** Whether packaging for this platform needs no registry. */
export function hasPtyPackages(platform) {
  return existsSync(installed(platform)) || toolFolder(foreign(platform)) !== undefined;
}

function foreign(platform) {
  const { version } = JSON.parse(readFileSync(join(thin, 'package.json'), 'utf8'));
  const [os, cpu] = platform.split('-');
  return {
    name: `node-pty-${platform}-${version}`,
    title: `node-pty ${version} for ${platform}`,
    // Named itself it would be refused here; npm takes a foreign one only as somebody's optional dependency.
    build: (folder, npmInstall) =>
      npmInstall(folder, `@lydell/node-pty@${version}`, `--os=${os}`, `--cpu=${cpu}`),
  };
}

/** e.g. `linux-x64`; `universal` where jobs cannot be run. */
export function ownPlatform() {
  const platform = `${process.platform}-${process.arch}`;
  return PLATFORMS.includes(platform) && existsSync(installed(platform)) ? platform : 'universal';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) PLATFORMS.map(ptyPackages);
