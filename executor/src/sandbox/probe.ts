import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Problem } from '@gitlab-chatops/shared/errors';

/**
 * Whether bubblewrap can make a sandbox here: a container's seccomp profile, AppArmor or a kernel setting may forbid
 * user namespaces. Undefined: it can. Used by whoever writes settings; the driver itself probes the exact sandbox of
 * the job at prepare.
 */
export function bubblewrapProblem(): Problem | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'chatops-probe-'));
  try {
    const probe = spawnSync(
      'bwrap',
      [
        ...['--unshare-user-try', '--unshare-pid', '--unshare-ipc', '--unshare-uts', '--die-with-parent'],
        ...['--new-session', '--cap-drop', 'ALL', '--ro-bind', '/', '/', '--dev', '/dev', '--proc', '/proc'],
        ...['--tmpfs', '/run', '--bind', folder, folder, '--', 'sh', '-c', ': >"$1/probe"', 'sh', folder],
      ],
      { encoding: 'utf8', timeout: 10_000 },
    );
    if (probe.status === 0) return undefined;
    const detail = probe.error?.message ?? probe.stderr.trim();
    return {
      code: 'DRIVER_SANDBOX_UNAVAILABLE',
      message: `bubblewrap does not work on this host: ${detail}.`,
      wayOut: 'Install the package bubblewrap and allow user namespaces, or use "sandbox: {type: host}".',
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function canUseBubblewrap(): boolean {
  return bubblewrapProblem() === undefined;
}
