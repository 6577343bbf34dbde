import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Tool, which } from '../../support/needs.js';
import { bundleSuites } from './bundle-suites.js';
import { type InnerEvent, readEvent } from './inner-events.js';
import type { InnerRun } from './inner-run.js';
import { within } from './within.js';

/**
 * A desktop's VS Code: the program that VSCODE_EXECUTABLE names, or the one behind `code` on PATH, which is a script
 * that starts it and returns.
 */
export function desktopExecutable(): string | undefined {
  const named = process.env.VSCODE_EXECUTABLE;
  if (named) return named;
  const script = which('code');
  if (script === undefined) return undefined;
  const bin = dirname(realpathSync(script));
  const programs = [join(bin, '../code'), join(bin, '../../../MacOS/Electron')];
  return programs.find((program) => existsSync(program));
}

/** No package of Debian or npm brings one, and it is downloaded only when VSCODE_DOWNLOAD names a version. */
export const desktopVscode: Tool = {
  name: 'VS Code for the desktop',
  missing() {
    if (desktopExecutable() === undefined && !process.env.VSCODE_DOWNLOAD)
      return 'VSCODE_EXECUTABLE names none, code is not on PATH, and VSCODE_DOWNLOAD does not ask for one';
    const isWithoutScreen =
      process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
    return isWithoutScreen ? 'there is no display, run it under xvfb-run' : undefined;
  },
};

export interface DesktopRunOptions {
  /** Absolute paths of the suite files. */
  readonly suites: readonly string[];
  readonly extension: string;
  readonly folder: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly timeoutMs?: number;
}

/** Runs mocha suites inside a desktop's extension host; never rejects for what happens in there. */
export async function runOnDesktop(options: DesktopRunOptions): Promise<InnerRun> {
  const profile = mkdtempSync(join(tmpdir(), 'chatops-desktop-'));
  mkdirSync(join(profile, 'User'), { recursive: true });
  writeFileSync(join(profile, 'User/settings.json'), JSON.stringify(options.settings ?? {}));
  const bundle = await bundleSuites(options.suites, 'node');
  const events: InnerEvent[] = [];
  const complaints: string[] = [];
  const child = start({
    vscodeExecutablePath: desktopExecutable(),
    version: process.env.VSCODE_DOWNLOAD,
    extensionDevelopmentPath: options.extension,
    extensionTestsPath: bundle.file,
    launchArgs: [
      options.folder,
      `--user-data-dir=${profile}`,
      `--extensions-dir=${join(profile, 'extensions')}`,
    ],
  });
  readLines(child.stdout, (line) => {
    const event = readEvent(line);
    if (event) events.push(event);
  });
  readLines(child.stderr, (line) => complaints.push(line.slice(0, 800)));
  const closed = new Promise<number>((done) => child.once('close', (code) => done(code ?? 1)));
  try {
    const exitCode = await within(options.timeoutMs ?? 240_000, 'the suites on the desktop to end', closed);
    return { events, exitCode, consoleErrors: complaints };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return { events, problem, consoleErrors: complaints };
  } finally {
    endGroup(child);
    bundle.remove();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function start(options: object) {
  const program = join(import.meta.dirname, 'desktop-child.mjs');
  // Set in a terminal of VS Code, these would make the program a client of that one, or a plain Node.
  const foreign = /^(VSCODE_(?!EXECUTABLE|DOWNLOAD)|ELECTRON_RUN_AS_NODE$|NODE_OPTIONS$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return spawn(process.execPath, [program, JSON.stringify(options)], {
    env: Object.fromEntries(kept),
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function readLines(stream: NodeJS.ReadableStream, take: (line: string) => void): void {
  let rest = '';
  stream.setEncoding('utf8');
  stream.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) take(line);
  });
}

/** The editor too, whatever state it is in. */
function endGroup({ pid }: ChildProcess): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // All of it is gone.
  }
}
