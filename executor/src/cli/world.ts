import { readFileSync } from 'node:fs';

/** What a command sees of its process, and what it leaves; a test gives another one than the process itself. */
export interface World {
  readonly cwd: string;
  readonly environment: NodeJS.ProcessEnv;
  /** Standard output is a terminal. */
  readonly isTerminal: boolean;
  /** All of standard input. */
  input(): string;
  out(text: string): void;
  error(text: string): void;
  /** The exit status, when nothing worse comes. */
  end(status: number): void;
}

export function processWorld(): World {
  return {
    cwd: process.cwd(),
    environment: process.env,
    isTerminal: process.stdout.isTTY === true,
    input: () => readFileSync(0, 'utf8'),
    out: (text) => void process.stdout.write(text),
    error: (text) => void process.stderr.write(text),
    end: (status) => {
      process.exitCode = status;
    },
  };
}
