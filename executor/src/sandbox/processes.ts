import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { STAGE_MARK } from './launch.js';

/** Time a job has after SIGTERM before SIGKILL. Its traps run; the Runner waits minutes, users seconds. */
export const KILL_GRACE = 5_000;
const POLL_INTERVAL = 50;

/**
 * Processes whose environment carries the mark of a stage, or of any stage below a folder. Descendants inherit it,
 * also across setsid and double forks; what clears its environment is not found (only a pid namespace holds that).
 */
export function markedProcesses(mark: string): number[] {
  const wanted = Buffer.from(`${STAGE_MARK}=${mark}`);
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      return readFileSync(`/proc/${entry}/environ`).includes(wanted) ? [Number(entry)] : [];
    } catch {
      // It ended meanwhile, or belongs to somebody else.
      return [];
    }
  });
}

/**
 * Ends a stage: SIGTERM to its processes, so that traps run, and SIGKILL to what is left after the grace period.
 * bwrap itself gets no SIGTERM: it would end its namespace at once.
 */
export async function endStage(mark: string, grace = KILL_GRACE): Promise<void> {
  for (const pid of markedProcesses(mark)) if (commandName(pid) !== 'bwrap') send(pid, 'SIGTERM');
  for (let waited = 0; waited < grace; waited += POLL_INTERVAL) {
    if (markedProcesses(mark).length === 0) return;
    await sleep(POLL_INTERVAL);
  }
  killMarked(mark);
}

/** SIGKILL until nothing new appears: a fork may slip through one look. */
export function killMarked(mark: string): void {
  for (let round = 0; round < 20; round++) {
    const found = markedProcesses(mark);
    if (found.length === 0) return;
    for (const pid of found) send(pid, 'SIGKILL');
  }
}

function commandName(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').trim();
  } catch {
    return '';
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Already gone.
  }
}
