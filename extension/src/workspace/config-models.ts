import * as vscode from 'vscode';
import type { ConfigModel } from './config-model.js';
import { type ConfigRoot, configPathOf, fileOf, rootAt } from './config-root.js';
import { findRoots } from './find-roots.js';
import { Listings } from './listings.js';
import { Slices } from './slices.js';

/** A pause in typing after which a configuration is read again. */
const PAUSE_MS = 120;

/**
 * The configurations of the open folders, kept as the editors hold them. Everything that shows something about jobs
 * reads from here and listens to `onDidChange`.
 */
export class ConfigModels implements vscode.Disposable {
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<readonly ConfigModel[]>();
  readonly #listings = new Listings();
  readonly #subscriptions: vscode.Disposable[] = [];
  #roots: readonly ConfigRoot[] = [];
  readonly #models = new Map<string, ConfigModel>();
  readonly #dirty = new Set<string>();
  #rootsAreStale = true;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Promise<void> = Promise.resolve();

  /** The models after each change; also when a configuration came or went. */
  readonly onDidChange = this.#changed.event;

  constructor(log: vscode.LogOutputChannel) {
    this.#log = log;
    const { workspace } = vscode;
    const watcher = workspace.createFileSystemWatcher('**/*.{yml,yaml}');
    const touched = (uri: vscode.Uri): void => this.#touch(uri);
    const moved = (uri: vscode.Uri): void => this.#touch(uri, { comesOrGoes: true });
    this.#subscriptions.push(
      this.#changed,
      this.#listings,
      this.#listings.onDidChange((repository) => this.#relist(repository)),
      watcher,
      watcher.onDidChange(touched),
      watcher.onDidCreate(moved),
      watcher.onDidDelete(moved),
      workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.#touch(document.uri);
      }),
      workspace.onDidOpenTextDocument(({ uri }) => {
        if (isRoot(uri) && !this.#models.has(uri.toString())) moved(uri);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => moved(uri)), // unsaved text is gone
      workspace.onDidChangeWorkspaceFolders(() => this.#refreshRoots()),
      workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration('gitlabChatops.ciConfigPath')) this.#refreshRoots();
      }),
    );
    this.#refreshRoots();
  }

  /** All configurations, outer repositories first; one that another includes is part of that one. */
  get all(): readonly ConfigModel[] {
    const models = this.#roots.flatMap((root) => this.#models.get(root.uri.toString()) ?? []);
    const included = new Set(models.flatMap(includedBy));
    return models.filter(({ root }) => !included.has(root.uri.toString()));
  }

  /** The configurations that read this file. */
  of(uri: vscode.Uri): readonly ConfigModel[] {
    const wanted = uri.toString();
    return this.all.filter((model) =>
      model.config.files.some((file) => model.uri(file)?.toString() === wanted),
    );
  }

  /** Resolves when everything that changed until now has been read. */
  async settled(): Promise<void> {
    while (this.#timer !== undefined || this.#rootsAreStale || this.#dirty.size > 0) {
      this.#startNow();
      await this.#work;
    }
    await this.#work;
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const subscription of this.#subscriptions) subscription.dispose();
  }

  #refreshRoots(): void {
    this.#rootsAreStale = true;
    this.#schedule();
  }

  #touch(uri: vscode.Uri, { comesOrGoes = false } = {}): void {
    if (comesOrGoes && isRoot(uri)) this.#rootsAreStale = true;
    const changed = uri.toString();
    for (const [key, { root, asked }] of this.#models) {
      if (asked.some((path) => fileOf(root, path).toString() === changed)) this.#dirty.add(key);
    }
    if (this.#rootsAreStale || this.#dirty.size > 0) this.#schedule();
  }

  #relist(repository: string): void {
    for (const [key, { root }] of this.#models) {
      if (root.repository.toString() === repository) this.#dirty.add(key);
    }
    if (this.#dirty.size > 0) this.#schedule();
  }

  #schedule(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#startNow(), PAUSE_MS);
  }

  #startNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#work = this.#work
      .then(() => this.#update())
      .catch((error: unknown) => this.#log.error(error instanceof Error ? error : String(error)));
  }

  async #update(): Promise<void> {
    if (this.#rootsAreStale) await this.#findRoots();
    if (this.#dirty.size === 0) return;
    // What reads configurations is loaded with the first one, not when the editor starts.
    const slices = new Slices();
    const { resolveModel } = await import('./config-model.js');
    await slices.next();
    const keys = [...this.#dirty];
    this.#dirty.clear();
    for (const key of keys) {
      const root = this.#roots.find(({ uri }) => uri.toString() === key);
      const model = root && (await resolveModel(root, undefined, (one) => this.#listings.of(one)));
      if (model) this.#models.set(key, model);
      else this.#models.delete(key);
    }
    this.#changed.fire(this.all);
  }

  async #findRoots(): Promise<void> {
    this.#rootsAreStale = false;
    const found = await findRoots();
    const keys = new Set(found.map(({ uri }) => uri.toString()));
    for (const key of [...this.#models.keys(), ...keys]) {
      if (!keys.has(key) || !this.#models.has(key)) this.#dirty.add(key);
    }
    this.#roots = found;
  }
}

/** Files that a configuration reads besides its root. */
function includedBy({ root, config, uri }: ConfigModel): string[] {
  return config.files.filter((file) => file !== root.path).flatMap((file) => uri(file)?.toString() ?? []);
}

function isRoot(uri: vscode.Uri): boolean {
  const path = configPathOf(uri);
  return path !== undefined && rootAt(uri, path) !== undefined;
}
