import { runInTerminal } from '@gitlab-chatops/executor/pty';
import type { Bench } from '../bench.js';
import { runToEnd } from '../processes.js';

/** 25 MB of short lines, as a log has them. */
const LINES = 3_000_000;

export const ptyBulk: Bench = {
  id: 'pty-bulk',
  what: `\`seq ${LINES}\` through our pseudo-terminal, no byte changed`,
  peer: 'util-linux `script -qefc`',
  rounds: 5,
  prepare: async () => sides(['seq', String(LINES)]),
};

export const ptyStart: Bench = {
  id: 'pty-start',
  what: '`true` in our pseudo-terminal, start to status',
  peer: 'util-linux `script -qefc true`',
  rounds: 20,
  prepare: async () => sides(['true']),
};

function sides(command: readonly [string, ...string[]]) {
  return {
    ours: async () => {
      const terminal = await runInTerminal({
        command,
        stdin: '/dev/null',
        cwd: '/',
        environment: { PATH: process.env.PATH ?? '/usr/bin:/bin', TERM: 'xterm' },
        onOutput: () => {},
      });
      const { status } = await terminal.exit;
      if (status !== 0) throw new Error(`${command.join(' ')} ended with ${status}`);
    },
    peer: () => runToEnd('script', ['-qefc', command.join(' '), '/dev/null']),
  };
}
