import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { openSnapshotRepository, type SnapshotOptions } from '@gitlab-chatops/executor/local/git';

/** A clean machine: nobody's git configuration. */
export function environment(home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_AUTHOR_DATE: '2026-01-02T03:04:05Z',
    GIT_COMMITTER_DATE: '2026-01-02T03:04:05Z',
  };
}

/** A temporary directory with a home and a working tree, for one test. */
export class Bench {
  readonly root = mkdtempSync(join(tmpdir(), 'snapshot-test-'));
  readonly home = join(this.root, 'home');
  readonly tree = join(this.root, 'tree');
  readonly temporary = join(this.root, 'tmp');
  readonly environment = environment(this.home);

  constructor() {
    for (const directory of [this.home, this.tree, this.temporary]) mkdirSync(directory);
    writeFileSync(join(this.home, '.gitconfig'), '[user]\n  name = Ada\n  email = ada@example.com\n');
  }

  write(path: string, text: string, root = this.tree): void {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.tree, env: this.environment, encoding: 'utf8' }).trimEnd();
  }

  commit(message: string): string {
    this.git('add', '--all');
    this.git('commit', '--quiet', '-m', message);
    return this.git('rev-parse', 'HEAD');
  }

  /** Many commits to a.txt on main, by one git call. */
  history(commits: number): void {
    const one = (n: number) =>
      `commit refs/heads/main\ncommitter Ada <ada@example.com> ${n} +0000\ndata 2\nc\n` +
      `M 644 inline a.txt\ndata ${String(n).length}\n${n}\n`;
    const input = Array.from({ length: commits }, (_, n) => one(n)).join('');
    execFileSync('git', ['fast-import', '--quiet'], { cwd: this.tree, env: this.environment, input });
    this.git('reset', '--quiet', '--hard');
  }

  async open(options: Partial<SnapshotOptions> = {}) {
    return openSnapshotRepository({
      directory: this.tree,
      temporaryDirectory: this.temporary,
      environment: this.environment,
      now: () => new Date('2026-02-03T04:05:06Z'),
      ...options,
    });
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
