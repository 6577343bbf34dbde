import { rmSync, writeFileSync } from 'node:fs';

/**
 * Tells the Runner (17.9 and later) a script's own status. An empty or torn file would turn the failure into one of
 * the system (executors/custom/command/command.go parseBuildFailure), so no file is better than half of one.
 */
export function reportStatus(path: string | undefined, status: number): void {
  if (path === undefined || path === '') return;
  try {
    writeFileSync(path, `${status}\n`);
  } catch {
    rmSync(path, { force: true });
  }
}
