import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, relative, sep } from 'node:path';

const NAME = process.platform === 'win32' ? 'shellcheck.exe' : 'shellcheck';

/** The first shellcheck of a search path that is in none of the repositories that the folders are in. */
export function findShellcheck(path: string | undefined, folders: readonly string[]): string | undefined {
  const roots = folders.map((folder) => repositoryOf(realPath(folder) ?? folder));
  for (const folder of (path ?? '').split(delimiter)) {
    const program = isAbsolute(folder) ? realPath(join(folder, NAME)) : undefined;
    if (program === undefined || !isProgram(program)) continue;
    const places = [program, realPath(folder) ?? folder];
    if (!roots.some((root) => places.some((place) => isInside(root, place)))) return program;
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
