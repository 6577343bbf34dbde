import { randomInt } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

const TRIES = 100;

/** Go's os.MkdirTemp: a new directory of this user only, its name ending in digits. */
export async function makeTempDir(parent: string, prefix: string): Promise<string> {
  for (let attempt = 1; ; attempt += 1) {
    const dir = join(parent, `${prefix}${randomInt(2 ** 32)}`);
    try {
      await mkdir(dir, { mode: 0o700 });
      return dir;
    } catch (error) {
      const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!exists || attempt === TRIES) throw error;
    }
  }
}

/** Go's os.TempDir for a Runner of this environment. */
export function tempDirOf(env: Readonly<Record<string, string | undefined>>): string {
  return env.TMPDIR === undefined || env.TMPDIR === '' ? '/tmp' : env.TMPDIR;
}
