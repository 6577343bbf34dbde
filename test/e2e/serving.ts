import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** `gitlab-chatops serve`, as a user has it: the bundle, in a process of its own. */
export interface Serving {
  /** The URL of the one line it prints. */
  readonly url: string;
  /** Its temporary folder's parent, where nothing may stay. */
  readonly temporary: string;
  /** Standard error so far. */
  stderr(): string;
  /** Sends a signal and waits; gives the exit status. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
  /** What is left in the temporary folder. */
  leftovers(): string[];
}

let isBuilt = false;
const cleanups: (() => void)[] = [];

/** For afterEach. */
export function cleanUp(): void {
  for (const clean of cleanups.splice(0).reverse()) clean();
}

/** Bundles once a run, so that no test runs yesterday's code. */
export function buildBundle(): void {
  if (isBuilt) return;
  const built = spawnSync(process.execPath, [join(root, '.setup', 'build.mjs')], { encoding: 'utf8' });
  if (built.status !== 0) throw new Error(`the bundle could not be built: ${built.stderr}`);
  isBuilt = true;
}

/** A copy of the examples in a folder named `project`. */
export function exampleProject(): string {
  const parent = temporaryFolder();
  cpSync(join(root, 'examples'), join(parent, 'project'), { recursive: true });
  return join(parent, 'project');
}

export const bundle = join(root, 'executor', 'dist', 'gitlab-chatops.cjs');

export async function serve(repository: string, ...more: readonly string[]): Promise<Serving> {
  const temporary = temporaryFolder();
  const child = spawn(process.execPath, [bundle, 'serve', '--repo', repository, ...more], {
    env: { ...process.env, TMPDIR: temporary },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  cleanups.push(() => child.kill('SIGKILL'));
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const url = await firstLine(child, ended, () => stderr);
  return {
    url,
    temporary,
    stderr: () => stderr,
    async stop(signal) {
      child.kill(signal);
      return ended;
    },
    leftovers: () => readdirSync(temporary),
  };
}

async function firstLine(
  child: ChildProcess,
  ended: Promise<number | null>,
  stderr: () => string,
): Promise<string> {
  const line = new Promise<string>((resolve) => {
    let stdout = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      const url = /^Channel page: (\S+)\n$/.exec(stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const early = ended.then((status) => {
    throw new Error(`serve ended with ${status}: ${stderr()}`);
  });
  return Promise.race([line, early]);
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-'));
  cleanups.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Whether any process on this machine has these words in its command line. */
export function runs(words: string): boolean {
  return spawnSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).stdout.includes(words);
}
