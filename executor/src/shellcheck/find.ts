import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, relative, sep } from 'node:path';

const NAME = process.platform === 'win32' ? 'shellcheck.exe' : 'shellcheck';

/**
 * The shellcheck of the machine by its search path. One in the repository that a folder is in does not count, nor a link
 * to one: what is linted never chooses the program that lints it (`npx` puts its node_modules/.bin on the path).
 */
export function findShellcheck(path: string | undefined, linted: string): string | undefined {
  const root = repositoryOf(realPath(linted) ?? linted);
  const isForeign = (place: string): boolean => !isInside(root, place);
  for (const folder of (path ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    const real = realPath(join(folder, NAME));
    const realFolder = realPath(folder);
    if (real === undefined || realFolder === undefined) continue;
    if (isForeign(real) && isForeign(realFolder) && isProgram(real)) return real;
  }
  return undefined;
}

/** The nearest folder above that is a repository; the folder itself where there is none. */
function repositoryOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return folder;
  }
}

function isInside(root: string, place: string): boolean {
  const way = relative(root, place);
  return way === '' || (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way));
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
