import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { copyIfThere } from './copy.js';
import { type GitCall, git } from './run.js';
import type { SnapshotSource } from './source.js';

/** Any commit may be asked for, partial clones too, as Gitaly allows; nothing is ever received or collected here. */
const REPOSITORY_SETTINGS = `[uploadpack]
\tallowAnySHA1InWant = true
\tallowFilter = true
[http]
\treceivepack = false
\tgetanyfile = false
[gc]
\tauto = 0
`;

/** Makes the empty bare repository; it borrows the objects of the user's one. */
export async function initializeRepository(
  source: SnapshotSource,
  gitDirectory: string,
  call: GitCall,
): Promise<void> {
  const format = source.kind === 'git' ? source.objectFormat : 'sha1';
  await git(['init', '--quiet', '--bare', '--template=', `--object-format=${format}`, gitDirectory], call);
  await appendFile(join(gitDirectory, 'config'), REPOSITORY_SETTINGS);
  if (source.kind !== 'git') return;
  const alternates = join(gitDirectory, 'objects/info/alternates');
  await mkdir(dirname(alternates), { recursive: true });
  await writeFile(alternates, source.objectDirectories.map((path) => `${path}\n`).join(''));
  await mkdir(join(gitDirectory, 'info'), { recursive: true });
  await copyIfThere(source.excludeFile, join(gitDirectory, 'info/exclude'));
  await copyIfThere(source.shallowFile, join(gitDirectory, 'shallow'));
}
