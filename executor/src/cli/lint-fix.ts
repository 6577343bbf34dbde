import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { access, constants, lstat, open, readFile, realpath, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { applyEdits, safeEdits } from '@gitlab-chatops/shared/lint';
import type { Linted } from './lint-run.js';

/** A file with its safe fixes applied. */
interface FixedFile {
  /** Path in the repository. */
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

/** The repository's own files after every safe fix; files without a fix are not among them. */
export function fixedFiles({ findings, read }: Linted): readonly FixedFile[] {
  return [...safeEdits(findings)].flatMap(([file, edits]) => {
    const before = read.texts.get(file);
    const after = before === undefined ? undefined : applyEdits(before, edits);
    return before === undefined || after === undefined || after === before ? [] : [{ file, before, after }];
  });
}

/**
 * Puts the text in the file's place in one step, with the file's mode and owner. Nothing is written through a link or
 * outside of the root, and nothing over a text that is not the one that was linted.
 * Throws CONFIG_FIX_REFUSED, which names the file as `shown`.
 */
export async function writeFixed(
  root: string,
  { file, before, after }: FixedFile,
  shown: string,
): Promise<void> {
  const place = join(root, file);
  const folder = await realpath(dirname(place)).catch(() => undefined);
  const status = await lstat(place).catch(() => undefined);
  if (folder !== join(await realpath(root), dirname(file)) || status?.isFile() !== true) {
    throw refused(shown, 'it is no plain file of the repository');
  }
  try {
    // A file can be replaced without the right to write it; that right is asked for all the same.
    await access(place, constants.W_OK);
    const bytes = await readFile(place);
    if (!bytes.equals(Buffer.from(before, 'utf8'))) {
      throw refused(shown, 'it changed since it was read, or is not UTF-8');
    }
    await replace(place, after, status);
  } catch (error) {
    const { code } = error instanceof Error && 'code' in error ? error : { code: undefined };
    throw typeof code === 'string' && code in REASONS ? refused(shown, REASONS[code] ?? code) : error;
  }
}

const NOT_WRITABLE = 'it is read-only, or its folder is';

const REASONS: Readonly<Record<string, string>> = {
  EACCES: NOT_WRITABLE,
  EPERM: NOT_WRITABLE,
  EROFS: NOT_WRITABLE,
  ENOSPC: 'no space is left',
  EDQUOT: 'no space is left',
};

async function replace(place: string, text: string, { mode, uid, gid }: Stats): Promise<void> {
  const temporary = join(dirname(place), `.${basename(place)}.${randomUUID()}`);
  try {
    const handle = await open(temporary, 'wx', mode);
    try {
      await handle.writeFile(text, 'utf8');
      // Under sudo; for others it is their own already, or cannot be given away.
      await handle.chown(uid, gid).catch(() => {});
      // Past the umask, and after chown, which takes bits away.
      await handle.chmod(mode & 0o7777);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, place);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}

function refused(file: string, reason: string): CodedError {
  return new CodedError({
    code: 'CONFIG_FIX_REFUSED',
    message: `${file} was not changed: ${reason}.`,
    wayOut: 'Apply the fixes by hand, or lint again.',
  });
}
