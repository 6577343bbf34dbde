import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildExtension } from '../../../.setup/build-extension.mjs';
import { packageExtension } from '../../../.setup/package-extension.mjs';
import { ownPlatform } from '../../../.setup/pty-packages.mjs';

/** A folder of this test run, so that runs side by side do not build into each other's bundles. */
function stage(): string {
  const folder = mkdtempSync(join(tmpdir(), 'chatops-extension-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
};

/** The extension, built: for runs with `extensionDevelopmentPath`. */
export const builtExtension = once(async () => {
  const folder = stage();
  await buildExtension({ folder });
  return folder;
});

/** The extension as a browser's extension host sees it: without the Node entry there is no other host for it. */
export const webExtension = once(async () => {
  const folder = stage();
  await buildExtension({ folder, platform: 'universal' });
  const file = join(folder, 'package.json');
  const { main: _main, ...manifest } = JSON.parse(readFileSync(file, 'utf8'));
  writeFileSync(file, JSON.stringify(manifest));
  return folder;
});

/** The extension as on Windows: the same features, told another platform. */
export const windowsExtension = once(async () => {
  const folder = stage();
  await buildExtension({ folder, nodeEntry: join(import.meta.dirname, 'on-windows.ts') });
  return folder;
});

const made = new Map<string, Promise<string>>();

/** The extension as users of a platform install it. */
export function vsixFor(platform: string): Promise<string> {
  const file = made.get(platform) ?? packageExtension({ folder: stage(), platform });
  made.set(platform, file);
  return file;
}

/** For this machine. */
export const ownVsix = (): Promise<string> => vsixFor(ownPlatform());

/** The one without native code, for every platform that has none of its own. */
export const universalVsix = (): Promise<string> => vsixFor('universal');
