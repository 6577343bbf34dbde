import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DriverSettings } from '@gitlab-chatops/executor/local/runner';

const DRIVER = fileURLToPath(new URL('./recording-driver.sh', import.meta.url));
const CONFIG = '{"driver":{"name":"lab","version":"1.0"},"hostname":"lab"}';

/** The driver of the captured cases, and where it takes its calls down. */
export interface RecordingDriver {
  readonly settings: DriverSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly dir: string;
}

/**
 * Sets the recording driver up below a directory. `does`: shell text by call (`prepare`, `run.build_script`, …) that
 * it sources first; `config` is what config_exec prints instead.
 */
export async function recordingDriver(
  parent: string,
  does: Readonly<Record<string, string>> = {},
  options: { readonly recordOnly?: boolean } = {},
): Promise<RecordingDriver> {
  const dir = join(parent, 'recording');
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'config.json'), does.config ?? CONFIG);
  for (const [call, text] of Object.entries(does)) {
    if (call !== 'config') await writeFile(join(dir, `does.${call}`), text);
  }
  if (options.recordOnly === true) await writeFile(join(dir, 'record-only'), '');
  return {
    dir,
    env: { ...process.env, RECORDING: dir },
    settings: {
      runExec: DRIVER,
      runArgs: ['run'],
      configExec: DRIVER,
      configArgs: ['config'],
      prepareExec: DRIVER,
      prepareArgs: ['prepare'],
      cleanupExec: DRIVER,
      cleanupArgs: ['cleanup'],
    },
  };
}

/** The run_exec calls so far, in order. */
export async function recordedCalls(dir: string): Promise<{ stage: string; script: string }[]> {
  const calls = (await readFile(join(dir, 'calls'), 'utf8').catch(() => ''))
    .split('\n')
    .filter((line) => line !== '');
  return Promise.all(
    calls.map(async (stage, at) => ({
      stage,
      script: await readFile(join(dir, `script.${at + 1}`), 'utf8'),
    })),
  );
}

/** Environment of the first run_exec call. */
export async function recordedEnvironment(dir: string): Promise<Record<string, string>> {
  const text = await readFile(join(dir, 'environment'), 'utf8');
  return Object.fromEntries(
    text
      .split('\0')
      .filter((entry) => entry !== '')
      .map((entry) => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
  );
}
