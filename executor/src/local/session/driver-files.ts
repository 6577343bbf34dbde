import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SettingsFile } from '../../settings/index.js';
import { packageFolder } from '../package-folder.js';
import type { DriverSettings } from '../runner/index.js';

export interface DriverFilesOptions {
  /** Everything goes below it; it is removed with the session. */
  readonly folder: string;
  readonly projectPath: string;
  readonly slack: { readonly apiUrl: string; readonly botToken: string; readonly channel: string };
  /** Default `host`. */
  readonly sandbox?: 'host' | 'bubblewrap';
}

export interface DriverFiles {
  /** Real path of the folder that the others are in. */
  readonly folder: string;
  readonly settingsPath: string;
  readonly buildsDir: string;
  readonly cacheDir: string;
  readonly temporaryDirectory: string;
}

/** Writes what the driver finds on a host that `register` prepared: settings, token file, folders. */
export async function writeDriverFiles(options: DriverFilesOptions): Promise<DriverFiles> {
  const place = (name: string): string => join(options.folder, name);
  const settings: SettingsFile = {
    builds_dir: place('builds'),
    cache_dir: place('cache'),
    state_dir: place('state'),
    // The user's own commands on the user's own files, with a token that opens nothing but this session.
    sandbox: options.sandbox === 'bubblewrap' ? { type: 'bubblewrap' } : { type: 'host', accept_risk: true },
    slack: { api_url: options.slack.apiUrl },
    projects: {
      [options.projectPath]: {
        chat: 'slack',
        token_file: place('slack-token'),
        channels: [options.slack.channel],
      },
    },
  };
  for (const name of ['builds', 'cache', 'state', 'tmp']) await mkdir(place(name), { mode: 0o700 });
  await writeFile(place('slack-token'), `${options.slack.botToken}\n`, { mode: 0o600 });
  // JSON is YAML.
  await writeFile(place('settings.yml'), `${JSON.stringify(settings, null, 2)}\n`, { mode: 0o600 });
  return {
    folder: await realpath(options.folder),
    settingsPath: place('settings.yml'),
    buildsDir: place('builds'),
    cacheDir: place('cache'),
    temporaryDirectory: place('tmp'),
  };
}

/** The `[runners.custom]` block, as docs print it for a real Runner. */
export function driverSettings(): DriverSettings {
  const driver = join(packageFolder(), 'bin', 'gitlab-chatops-driver');
  return {
    configExec: driver,
    configArgs: ['config'],
    prepareExec: driver,
    prepareArgs: ['prepare'],
    runExec: driver,
    runArgs: ['run'],
    cleanupExec: driver,
    cleanupArgs: ['cleanup'],
    // Ctrl-C has to end everything within two seconds.
    gracefulKillTimeout: 1,
    forceKillTimeout: 1,
  };
}
