import { readdir, readFile, realpath } from 'node:fs/promises';
import { isAbsolute, join, relative, sep } from 'node:path';

/** GitLab reads no larger config file (`max_yaml_size_bytes`, 2 MiB); the check itself is made by the reader. */
const MAX_FILE_BYTES = 4 * 1024 * 1024;

/**
 * The text of a file below `root`; undefined when there is none. A path never leaves the root, neither by `..` nor by
 * a symbolic link: a repository may be hostile.
 */
export async function readInside(root: string, path: string): Promise<string | undefined> {
  const place = await realpath(join(root, path)).catch(() => undefined);
  if (place === undefined || !isInside(root, place)) return undefined;
  const bytes = await readFile(place).catch(() => undefined);
  return bytes?.subarray(0, MAX_FILE_BYTES).toString('utf8');
}

function isInside(root: string, place: string): boolean {
  const way = relative(root, place);
  return way !== '' && !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

/** Paths of all files below a directory that git does not look after, without `.git` and links. */
export async function listDirectory(root: string): Promise<readonly string[]> {
  const found: string[] = [];
  const visit = async (folder: string): Promise<void> => {
    for (const entry of await readdir(join(root, folder), { withFileTypes: true }).catch(() => [])) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && entry.name !== '.git') await visit(path);
      else if (entry.isFile()) found.push(path);
    }
  };
  await visit('');
  return found.sort();
}
