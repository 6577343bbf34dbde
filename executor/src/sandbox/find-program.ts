import { accessSync, constants, statSync } from 'node:fs';
import { join } from 'node:path';

/** Absolute path of a program by the search path; absent when there is none. */
export function findOnPath(program: string, path: string | undefined): string | undefined {
  for (const folder of (path ?? '').split(':')) {
    if (!folder.startsWith('/')) continue;
    const candidate = join(folder, program);
    try {
      accessSync(candidate, constants.X_OK);
      if (statSync(candidate).isFile()) return candidate;
    } catch {
      // Not in this folder: look in the next one.
    }
  }
  return undefined;
}
