import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** An empty folder outside of every project, and what is done in it. */
export class EmptyFolder {
  readonly path = mkdtempSync(join(tmpdir(), 'chatops-package-'));

  remove(): void {
    rmSync(this.path, { recursive: true, force: true });
  }

  /** Packs a folder of the repository as it is built, and gives the tarball's path. */
  pack(folder: string): string {
    const args = ['pack', '--silent', '--ignore-scripts', '--pack-destination', this.path];
    const name = succeed('npm', args, join(root, folder)).trim();
    return join(this.path, name);
  }

  /** What a tarball holds, by path in the package. */
  unpack(tarball: string): { readonly folder: string; readonly files: readonly string[] } {
    const folder = join(this.path, 'unpacked');
    mkdirSync(folder);
    succeed('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'], this.path);
    const files = succeed('tar', ['-tzf', tarball], this.path).trim().split('\n');
    return { folder, files: files.map((file) => file.replace(/^package\//, '')) };
  }

  /** The repository's files as they are, as the one commit of a repository of its own. */
  commit(): string {
    const folder = join(this.path, 'repository');
    const made = /^(node_modules|dist|\.build|\.git|.*\.tsbuildinfo|.*\.tgz)$/;
    cpSync(root, folder, { recursive: true, filter: (file) => !made.test(basename(file)) });
    const identity = ['-c', 'user.name=test', '-c', 'user.email=test@localhost'];
    succeed('git', ['init', '--quiet'], folder);
    succeed('git', ['add', '--all'], folder);
    succeed('git', [...identity, 'commit', '--quiet', '--message', 'all'], folder);
    return folder;
  }

  run(program: string, args: readonly string[]): { readonly status: number | null; readonly stdout: string } {
    return call(program, args, this.path);
  }
}

/** npm keeps its registry and its proxy; nothing tells the command line that it is in a job of some GitLab. */
const ENVIRONMENT = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => !/^(CI|CI_.*|GITLAB_.*)$/.test(name)),
);

function succeed(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr } = call(program, args, cwd);
  if (status !== 0) throw new Error(`${program} ${args[0]} failed: ${stderr}`);
  return stdout;
}

export function call(program: string, args: readonly string[], cwd: string) {
  return spawnSync(program, args, { cwd, env: ENVIRONMENT, encoding: 'utf8', timeout: 200_000 });
}
