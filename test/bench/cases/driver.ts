import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DriverHarness } from '../../executor/support/driver-harness.js';
import { jobResponse } from '../../executor/support/job-response.js';
import type { Bench } from '../bench.js';
import { runToEnd } from '../processes.js';

/** A stage that the Runner made for itself, and the same script under plain bash. */
export const driverOwnStage: Bench = {
  id: 'driver-own-stage',
  what: "driver `run` of a Runner's own stage of a chat job",
  peer: 'plain `bash SCRIPT`',
  rounds: 30,
  prepare: () => stage('get_sources'),
};

export const driverUserStep: Bench = {
  id: 'driver-user-step',
  what: "driver `run` of the user's step under a pseudo-terminal",
  peer: 'plain `bash SCRIPT`',
  rounds: 30,
  prepare: () => stage('build_script'),
};

async function stage(name: string) {
  const harness = await DriverHarness.start({ response: jobResponse() });
  await harness.begin();
  const plain = plainScript();
  return {
    ours: async () => {
      const { status, stderr } = await harness.run(name, 'echo hello');
      if (status !== 0) throw new Error(stderr);
    },
    peer: () => runToEnd('bash', [plain.script]),
    close: async () => {
      await harness.cleanup();
      harness.dispose();
      plain.remove();
    },
  };
}

/** The twelve calls of one job: config, prepare, nine stages, cleanup. */
export const driverWholeJob: Bench = {
  id: 'driver-whole-job',
  what: 'the 12 driver calls of a chat job, trivial scripts',
  peer: '12 times plain `bash SCRIPT`',
  rounds: 8,
  async prepare() {
    const plain = plainScript();
    return {
      ours: async () => {
        const harness = await DriverHarness.start({ response: jobResponse() });
        await harness.begin();
        for (const name of STAGES) await harness.run(name, 'echo hello');
        await harness.cleanup();
        harness.dispose();
      },
      peer: async () => {
        for (let call = 0; call < STAGES.length + 3; call++) await runToEnd('bash', [plain.script]);
      },
      close: () => plain.remove(),
    };
  },
};

const STAGES = [
  'prepare_script',
  'get_sources',
  'restore_cache',
  'download_artifacts',
  'build_script',
  'after_script',
  'archive_cache',
  'upload_artifacts_on_success',
  'cleanup_file_variables',
];

function plainScript(): { script: string; remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'chatops-bench-'));
  const script = join(folder, 'script');
  writeFileSync(script, '#!/usr/bin/env bash\necho hello\n', { mode: 0o700 });
  return { script, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
