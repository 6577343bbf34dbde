import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runInHost } from '../../extension/harness/host.js';
import { whyNotWhole } from '../../extension/harness/inner-run.js';
import { builtExtension, ownVsix } from '../../extension/harness/staged.js';
import { bigRepository } from '../cases/config.js';
import { keyToPaint } from './key-to-paint.js';

/** npm run bench:extension prints what starting and typing cost in a real VS Code; needs Chromium and code-server. */
const RUNS = 5;

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const percentile = (values: readonly number[], share: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN;

async function figures<T>(folder: string, suite: string): Promise<T> {
  const file = join(folder, '..', 'figures.json');
  const run = await runInHost({
    suites: [at(`./${suite}.suite.ts`)],
    extension: await builtExtension(),
    folder,
    env: { FIGURES: file },
    settings: { 'files.autoSave': 'off' },
  });
  const failed = run.events.find((event) => event.kind === 'fail');
  const why = whyNotWhole(run) ?? failed?.error.message;
  if (why !== undefined) throw new Error(why);
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** One file of about 2,000 lines: the parts of the big repository after each other. */
function bigConfig(): string {
  const { '.gitlab-ci.yml': _root, ...parts } = bigRepository();
  return `stages: [build, test, deploy]\n${Object.values(parts).join('\n')}\n`;
}

async function main(): Promise<void> {
  const parent = mkdtempSync(join(tmpdir(), 'chatops-bench-'));
  try {
    const empty = mkdtempSync(join(parent, 'empty-'));
    const big = mkdtempSync(join(parent, 'big-'));
    const text = bigConfig();
    writeFileSync(join(big, '.gitlab-ci.yml'), text);
    console.log(`a configuration of ${text.split('\n').length} lines`);

    const starts: number[] = [];
    for (let run = 0; run < RUNS; run++) {
      starts.push((await figures<{ milliseconds: number }>(empty, 'activation')).milliseconds);
    }
    console.log(
      `activation: median ${percentile(starts, 0.5).toFixed(0)} ms, longest ${Math.max(...starts).toFixed(0)} ms`,
    );

    const typing = await figures<{ shownAfter: number; longestBlock: number; usualBlock: number }>(
      big,
      'typing',
    );
    for (const [what, value] of Object.entries(typing))
      console.log(`typing, ${what}: ${value.toFixed(0)} ms`);

    for (const [name, vsix] of [
      ['without the extension', []],
      ['with the extension', [await ownVsix()]],
    ] as const) {
      const times = await keyToPaint(big, join(big, '.gitlab-ci.yml'), vsix);
      console.log(
        `key to paint ${name}: median ${percentile(times, 0.5)} ms, 95 % ${percentile(times, 0.95)} ms, longest ${Math.max(...times)} ms`,
      );
    }
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

await main();
