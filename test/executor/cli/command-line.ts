import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildBundle, bundle } from '../../e2e/serving.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

export interface Finished {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A command under way. */
export interface Running {
  readonly child: ChildProcess;
  /** Standard output so far. */
  stdout(): string;
  /** Waits until standard output has the text; throws when the command ends without it. */
  until(text: string): Promise<void>;
  readonly finished: Promise<Finished>;
}

export interface CallOptions {
  readonly cwd?: string;
  readonly input?: string;
  readonly environment?: NodeJS.ProcessEnv;
  /** Leave standard input open after `input`. */
  readonly keepsInput?: boolean;
}

/** `gitlab-chatops` as a person has it, in folders of its own: home, temporary files, a repository named `project`. */
export class CommandLine {
  readonly parent = mkdtempSync(join(tmpdir(), 'chatops-cli-'));
  readonly project = join(this.parent, 'project');
  readonly temporary = join(this.parent, 'tmp');

  private constructor() {
    for (const folder of [this.project, this.temporary]) mkdirSync(folder);
  }

  static open(files: Readonly<Record<string, string>> = {}): CommandLine {
    buildBundle();
    const command = new CommandLine();
    command.write(files);
    return command;
  }

  static withExamples(): CommandLine {
    const command = CommandLine.open();
    cpSync(join(root, 'examples'), command.project, { recursive: true });
    return command;
  }

  write(files: Readonly<Record<string, string>>): void {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.project, path)), { recursive: true });
      writeFileSync(join(this.project, path), text);
    }
  }

  /** Nothing may stay here. */
  leftovers(): string[] {
    return readdirSync(this.temporary);
  }

  close(): void {
    rmSync(this.parent, { recursive: true, force: true });
  }

  call(args: readonly string[], options: CallOptions = {}): Promise<Finished> {
    return this.start(args, options).finished;
  }

  start(
    args: readonly string[],
    { cwd = this.project, input = '', environment, keepsInput }: CallOptions = {},
  ): Running {
    const { PATH } = process.env;
    const child = spawn(process.execPath, [bundle, ...args], {
      cwd,
      env: { PATH, HOME: this.parent, TMPDIR: this.temporary, LANG: 'C.UTF-8', ...environment },
      stdio: ['pipe', 'pipe', 'pipe'],
      detached: true,
    });
    let stdout = '';
    let stderr = '';
    const watchers = new Set<() => void>();
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      for (const watch of watchers) watch();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.stdin.on('error', () => {});
    if (keepsInput) child.stdin.write(input);
    else child.stdin.end(input);
    const finished = new Promise<Finished>((resolve) => {
      child.on('close', (status) => resolve({ status, stdout, stderr }));
    });
    const until = (text: string): Promise<void> =>
      new Promise((resolve, reject) => {
        const watch = (): void => {
          if (stdout.includes(text)) resolve();
        };
        watchers.add(watch);
        watch();
        void finished.then((end) => reject(new Error(`ended without ${text}: ${end.stdout}${end.stderr}`)));
      });
    return { child, stdout: () => stdout, until, finished };
  }
}
