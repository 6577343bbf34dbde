import { readdirSync, readlinkSync } from 'node:fs';
import { killMarked } from '../../sandbox/index.js';

/**
 * Kills what jobs of this session left behind: by the mark of their stage, and by a working directory below one of the
 * session's own folders, which also finds a daemon that cleared its environment. Only one that also went elsewhere
 * survives.
 * @param temporary folder of the Runner's temporary files, which stages are marked with
 * @param folder the session's own, as /proc tells paths: without links
 */
export function killLeftovers(temporary: string, folder: string): void {
  killMarked(`${temporary}/`);
  for (const entry of readdirSync('/proc')) {
    const pid = Number(entry);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    try {
      if (readlinkSync(`/proc/${entry}/cwd`).startsWith(`${folder}/`)) process.kill(pid, 'SIGKILL');
    } catch {
      // It ended meanwhile, or belongs to somebody else.
    }
  }
}
