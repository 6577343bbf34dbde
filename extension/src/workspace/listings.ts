import type { ListingAnswer } from '@gitlab-chatops/shared/ci';
import * as vscode from 'vscode';
import { type ConfigRoot, canBeSearched } from './config-root.js';

/** A repository with more files is not listed: wildcard includes and `exists` are then unknown. */
const MOST_FILES = 50_000;

/** Git holds neither of them. */
const NEVER_COMMITTED = '**/{.git,node_modules}/**';
const IN_NEVER_COMMITTED = /\/(?:\.git|node_modules)\//;

/** The files of the repositories, listed when first asked for and kept until a file comes or goes. */
export class Listings implements vscode.Disposable {
  readonly #kept = new Map<string, Promise<ListingAnswer>>();
  readonly #changed = new vscode.EventEmitter<string>();
  #watcher: vscode.FileSystemWatcher | undefined;

  /** A listed repository, as text of its URI. */
  readonly onDidChange = this.#changed.event;

  of(root: ConfigRoot): Promise<ListingAnswer> {
    this.#watcher ??= this.#watch();
    const key = root.repository.toString();
    const known = this.#kept.get(key) ?? listFiles(root);
    this.#kept.set(key, known);
    return known;
  }

  dispose(): void {
    this.#watcher?.dispose();
    this.#changed.dispose();
  }

  #watch(): vscode.FileSystemWatcher {
    const watcher = vscode.workspace.createFileSystemWatcher('**', false, true, false);
    const forget = ({ path }: vscode.Uri): void => {
      if (IN_NEVER_COMMITTED.test(path)) return;
      for (const key of [...this.#kept.keys()]) {
        const folder = vscode.Uri.parse(key).path.replace(/\/?$/, '/');
        if (!path.startsWith(folder)) continue;
        this.#kept.delete(key);
        this.#changed.fire(key);
      }
    };
    watcher.onDidCreate(forget);
    watcher.onDidDelete(forget);
    return watcher;
  }
}

export async function listFiles(root: ConfigRoot): Promise<ListingAnswer> {
  if (!canBeSearched(root.repository)) {
    return { kind: 'unknown', reason: 'the files of a virtual folder cannot be listed' };
  }
  const pattern = new vscode.RelativePattern(root.repository, '**');
  const found = await vscode.workspace.findFiles(pattern, NEVER_COMMITTED, MOST_FILES);
  if (found.length >= MOST_FILES) {
    return { kind: 'unknown', reason: `the repository has more than ${MOST_FILES} files` };
  }
  const top = root.repository.path.replace(/\/$/, '').length + 1;
  return { kind: 'known', paths: found.map(({ path }) => path.slice(top)).sort() };
}
