import { constants } from 'node:fs';
import { lstat, open, readdir, readlink, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** GitLab reads no larger config file (`max_yaml_size_bytes`, 2 MiB); the reader refuses what is cut here. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * The text of a file below `root`, as git would hold it; undefined when there is none. A repository may be hostile: a
 * path never leaves the root, neither by `..` nor through a link; a link is, as in a commit, a file that holds the
 * name of its target (GitLab never follows it); a named pipe or a device is nothing.
 */
export async function readInside(root: string, path: string): Promise<string | undefined> {
  if (!isPlainPath(path)) return undefined;
  const place = join(root, path);
  const folder = await realpath(dirname(place)).catch(() => undefined);
  if (folder === undefined || folder !== join(await realpath(root), dirname(path))) return undefined;
  const status = await lstat(place).catch(() => undefined);
  if (status?.isSymbolicLink()) return readlink(place).catch(() => undefined);
  return status?.isFile() ? readStart(place) : undefined;
}

/** Names of a tree, one after another: git knows no others. */
export function isPlainPath(path: string): boolean {
  return (
    path.split('/').every((name) => name !== '' && name !== '.' && name !== '..') && !path.includes('\0')
  );
}

async function readStart(path: string): Promise<string | undefined> {
  // Put in the file's place since, a pipe must not block and a link must not be followed.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  const file = await open(path, flags).catch(() => undefined);
  if (file === undefined) return undefined;
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of file.createReadStream({ end: MAX_FILE_BYTES - 1 })) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  } catch {
    return undefined;
  } finally {
    await file.close();
  }
}

/** Paths of all files below a directory that git does not look after, links among them, without `.git`. */
export async function listDirectory(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== '.git') await visit(path);
      else if (entry.isFile() || entry.isSymbolicLink()) found.push(path);
    }
  };
  await visit('');
  return found.sort();
}
