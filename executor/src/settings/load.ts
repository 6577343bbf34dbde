import { readFileSync, statSync } from 'node:fs';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { parseSettings } from './parse.js';
import { resolveSettings, type SettingsOverrides } from './resolve.js';
import type { Settings } from './types.js';

export const DEFAULT_SETTINGS_FILE = '/etc/gitlab-chatops/settings.yml';

export interface LoadOptions {
  /** Command-line flags; `settings` is the path of the file. */
  readonly flags?: SettingsOverrides & { readonly settings?: string };
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Effective user id of the driver. */
  readonly uid: number;
}

/**
 * Settings for this host: flags > environment (GITLAB_CHATOPS_SETTINGS, _BUILDS_DIR, _CACHE_DIR, _STATE_DIR,
 * _SANDBOX, _SANDBOX_USER) > file > default. The default file may be missing; a named one may not.
 * @throws CodedError with a CONFIG_ code
 */
export function loadSettings({ flags = {}, environment, uid }: LoadOptions): Settings {
  const path = settingsPath(flags, environment);
  const text = readSettingsFile(path, path !== DEFAULT_SETTINGS_FILE, uid);
  const overrides = overlay(flags, fromEnvironment(environment));
  const defaults = { stateDir: defaultStateDir(environment, uid) };
  const where = text === undefined ? 'settings' : path;
  const settings = resolveSettings(
    text === undefined ? {} : parseSettings(text, path),
    overrides,
    defaults,
    where,
  );
  return text === undefined ? settings : { ...settings, file: path };
}

/** The settings file that is meant, whether it exists or not. */
export function settingsPath(flags: LoadOptions['flags'], environment: LoadOptions['environment']): string {
  return flags?.settings ?? nonEmpty(environment.GITLAB_CHATOPS_SETTINGS) ?? DEFAULT_SETTINGS_FILE;
}

function readSettingsFile(path: string, required: boolean, uid: number): string | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (missing && !required) return undefined;
    throw new CodedError(
      {
        code: missing ? 'CONFIG_NOT_FOUND' : 'CONFIG_UNREADABLE',
        message: `The settings file ${path} ${missing ? 'does not exist' : 'cannot be read'}.`,
        wayOut: 'Name it by GITLAB_CHATOPS_SETTINGS, or make it readable for the account of gitlab-runner.',
      },
      error,
    );
  }
  // Whoever may write this file chooses the sandbox of every job and the channel of every reply.
  const { mode, uid: owner } = statSync(path);
  if ((mode & 0o022) !== 0 || (owner !== uid && owner !== 0)) {
    throw new CodedError({
      code: 'CONFIG_UNSAFE_FILE',
      message: `The settings file ${path} can be changed by other accounts.`,
      wayOut: `Give it to the account of gitlab-runner or root, and run: chmod go-w ${path}`,
    });
  }
  return text;
}

function fromEnvironment(environment: LoadOptions['environment']): SettingsOverrides {
  const sandbox = nonEmpty(environment.GITLAB_CHATOPS_SANDBOX);
  if (sandbox !== undefined && sandbox !== 'host' && sandbox !== 'bubblewrap') {
    throw new CodedError({
      code: 'CONFIG_INVALID',
      message: `GITLAB_CHATOPS_SANDBOX is "${sandbox}", which is no sandbox.`,
      wayOut: 'Use host or bubblewrap.',
    });
  }
  return {
    buildsDir: nonEmpty(environment.GITLAB_CHATOPS_BUILDS_DIR),
    cacheDir: nonEmpty(environment.GITLAB_CHATOPS_CACHE_DIR),
    stateDir: nonEmpty(environment.GITLAB_CHATOPS_STATE_DIR),
    sandbox,
    sandboxUser: nonEmpty(environment.GITLAB_CHATOPS_SANDBOX_USER),
  };
}

function overlay(above: SettingsOverrides, below: SettingsOverrides): SettingsOverrides {
  return {
    buildsDir: above.buildsDir ?? below.buildsDir,
    cacheDir: above.cacheDir ?? below.cacheDir,
    stateDir: above.stateDir ?? below.stateDir,
    sandbox: above.sandbox ?? below.sandbox,
    sandboxUser: above.sandboxUser ?? below.sandboxUser,
  };
}

/** /var/lib for a system service, the XDG state folder for an ordinary account. */
export function defaultStateDir(environment: LoadOptions['environment'], uid: number): string {
  if (uid === 0) return '/var/lib/gitlab-chatops';
  const base = nonEmpty(environment.XDG_STATE_HOME) ?? `${environment.HOME ?? ''}/.local/state`;
  return `${base}/gitlab-chatops`;
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}
