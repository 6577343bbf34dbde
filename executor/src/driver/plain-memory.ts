import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallEnvironment } from '../job/index.js';
import { ownFolder } from './private-folder.js';

/**
 * Remembers the answer for jobs that no chat asked for, so that the dispatcher can give it without Node. It hangs on
 * the settings file (kept as a copy to compare) and on the circumstances the dispatcher tells in one line.
 */
export function rememberPlainConfig(
  json: string,
  {
    stateDir,
    settingsFile,
    settingsBytes,
    environment,
    uid,
  }: {
    readonly stateDir: string;
    readonly settingsFile?: string;
    /** Content of the settings file from before it was read. */
    readonly settingsBytes?: Buffer;
    readonly environment: CallEnvironment;
    readonly uid: number;
  },
): void {
  const circumstances = environment.CHATOPS_CALL_CIRCUMSTANCES;
  const folder = environment.CHATOPS_CALL_MEMORY;
  if (circumstances === undefined || folder !== join(stateDir, 'plain')) return;
  if (settingsFile !== undefined && settingsBytes?.equals(readFileSync(settingsFile)) !== true) return;
  ownFolder(stateDir, 0o711, uid);
  ownFolder(folder, 0o700, uid);
  const place = (name: string, data: string | Buffer) => {
    const path = join(folder, name);
    writeFileSync(`${path}.${process.pid}`, data, { mode: 0o600 });
    renameSync(`${path}.${process.pid}`, path);
  };
  // The line of circumstances makes the rest valid, so it goes first and comes last.
  rmSync(join(folder, 'circumstances'), { force: true });
  place('config.json', json);
  if (settingsBytes === undefined) rmSync(join(folder, 'settings.yml'), { force: true });
  else place('settings.yml', settingsBytes);
  place('circumstances', `${circumstances}\n`);
}
