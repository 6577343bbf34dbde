import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { codeServer } from '../../../.setup/code-server.mjs';
import { toolFolder } from '../../../.setup/tools.mjs';
import { within } from './within.js';

export interface ServerOptions {
  /** VSIX files to install first. */
  readonly vsix?: readonly string[];
  /** Reaches the extension host, as does HARNESS_HOME. */
  readonly env?: Readonly<Record<string, string>>;
  /** User settings over the quiet ones. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Ask about trust as a desktop does; otherwise every folder is trusted. */
  readonly workspaceTrust?: boolean;
}

/** A running VS Code server with a fresh profile. */
export interface Server {
  readonly url: string;
  /** The profile's folder; the suites inside the host find it as HARNESS_HOME. */
  readonly home: string;
  /** Rejects when the server ends by itself. */
  readonly died: Promise<never>;
  stop(): Promise<void>;
}

const START_MS = 60_000;

const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'chat.disableAIFeatures': true,
  'telemetry.telemetryLevel': 'off',
  'extensions.ignoreRecommendations': true,
  'terminal.integrated.gpuAcceleration': 'off', // rows as text, not as a picture
  'remote.autoForwardPorts': false, // of other programs on this machine
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'gitlabChatops.shellcheck.enabled': false, // whether it is installed or not, the same is found
};

// Runs "$@" in a process group of its own and ends that whole group (extension, file-watcher and pty hosts too) when
// "$@" exits or when our end of stdin closes: so also when this process is killed.
const LEASH = '("$@"; kill -KILL -$$) & cat >/dev/null; rm -rf "$HARNESS_HOME"; kill -KILL -$$';

const entryOf = (folder: string): string => join(folder, 'node_modules/code-server/out/node/entry.js');

/** Starts a server on a free loopback port; always await stop() in the end. */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const folder = toolFolder(codeServer);
  if (folder === undefined || !existsSync(entryOf(folder))) throw new Error('code-server is not installed');
  const home = mkdtempSync(join(tmpdir(), 'chatops-workbench-'));
  const user = join(home, 'user');
  mkdirSync(join(user, 'User'), { recursive: true });
  writeFileSync(join(user, 'User/settings.json'), JSON.stringify({ ...QUIET_SETTINGS, ...options.settings }));
  const profile = ['--config', join(home, 'config.yaml'), '--user-data-dir', user];
  const command = [entryOf(folder), ...profile, '--extensions-dir', join(home, 'extensions')];
  const env = serverEnvironment(home, options.env ?? {});
  try {
    for (const file of options.vsix ?? []) installVsix(command, resolve(file), env);
    return await listen(command, home, env, options.workspaceTrust === true);
  } catch (error) {
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    throw error;
  }
}

function serverEnvironment(home: string, extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  // Set in a terminal of VS Code, these would make this server a client of that one.
  const foreign = /^(VSCODE_|CODE_SERVER_|ELECTRON_RUN_AS_NODE$|PORT$|PASSWORD$|NODE_OPTIONS$)/;
  const kept = Object.entries(process.env).filter(([name]) => !foreign.test(name));
  return {
    ...Object.fromEntries(kept),
    EXTENSIONS_GALLERY: '{}', // no marketplace
    XDG_DATA_HOME: join(home, 'data'), // a heartbeat and logs go there whatever the options say
    ...extra,
    HARNESS_HOME: home,
  };
}

function installVsix(command: readonly string[], file: string, env: NodeJS.ProcessEnv): void {
  const done = spawnSync(process.execPath, [...command, '--install-extension', file], {
    env,
    encoding: 'utf8',
    timeout: 60_000,
  });
  if (done.status !== 0 || !/successfully installed/.test(done.stdout)) {
    throw new Error(`could not install ${file}:\n${done.stdout}${done.stderr}`);
  }
}

async function listen(
  command: readonly string[],
  home: string,
  env: NodeJS.ProcessEnv,
  workspaceTrust: boolean,
): Promise<Server> {
  const options = ['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--disable-telemetry'];
  options.push('--disable-update-check', '--disable-getting-started-override', '--disable-proxy');
  if (!workspaceTrust) options.push('--disable-workspace-trust');
  const child = spawn('sh', ['-c', LEASH, 'sh', process.execPath, ...command, ...options], {
    env,
    detached: true,
    stdio: 'pipe',
  });
  child.stdin.on('error', () => {}); // it may be gone before stop() ends it
  const closed = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async (): Promise<void> => {
    child.stdin.end();
    await closed;
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  };
  const { url, log } = watchOutput(child);
  const died = closed.then((): never => {
    throw new Error(`code-server stopped:\n${log()}`);
  });
  died.catch(() => {});
  try {
    const address = await within(START_MS, 'code-server to listen', Promise.race([url, died]));
    return { url: address, home, died, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function watchOutput(child: ChildProcess): { readonly url: Promise<string>; log(): string } {
  let log = '';
  const url = new Promise<string>((found) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk) => {
        log += chunk;
        const address = /HTTP server listening on (http:\S+?)\/?\s/.exec(log)?.[1];
        if (address) found(address);
      });
    }
  });
  return { url, log: () => log };
}

/** An absolute path as the workbench names a file on the server. */
export function remoteUri(server: Server, file: string): string {
  const path = resolve(file).split('/').map(encodeURIComponent).join('/');
  return `vscode-remote://${new URL(server.url).host}${path}`;
}

const isUri = (text: string): boolean => /^[a-z-]+:\//.test(text);

/** The workbench's address; `payload` holds what a desktop VS Code takes as command-line options. */
export function workbenchUrl(
  server: Server,
  open: { readonly folder?: string; readonly workspace?: string },
  payload: Readonly<Record<string, string>> = {},
): string {
  const query = new URLSearchParams({ payload: JSON.stringify(Object.entries(payload)) });
  if (open.folder !== undefined) query.set('folder', isUri(open.folder) ? open.folder : resolve(open.folder));
  if (open.workspace !== undefined) query.set('workspace', resolve(open.workspace));
  return `${server.url}/?${query}`;
}
