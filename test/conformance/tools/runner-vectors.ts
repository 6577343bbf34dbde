// Writes vectors/runner from the full captures of a real Runner: inputs as they are, of the texts only SHA-256.
//   node .setup/run-ts.mjs test/conformance/tools/runner-vectors.ts DIRECTORY-OF-CAPTURES
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { driverFacts, normaliseLog, sha256 } from '../runner-log.js';
import type { RunnerVector } from '../runner-vectors.js';

interface Capture {
  readonly id: string;
  readonly note?: string;
  readonly input: RunnerVector['input'];
  readonly expected: {
    readonly calls: readonly { readonly stage: string; readonly script: string }[];
    readonly trace?: string;
    readonly trace_b64?: string;
    readonly updates?: readonly unknown[];
  };
  readonly driver_env?: Readonly<Record<string, string>>;
  readonly job_response?: unknown;
}

function vectorOf({ id, note, input, expected, driver_env, job_response }: Capture): RunnerVector {
  const { trace_b64 } = expected;
  const trace = trace_b64 === undefined ? expected.trace : Buffer.from(trace_b64, 'base64').toString('utf8');
  return {
    id,
    ...(note === undefined ? {} : { note }),
    input,
    calls: expected.calls.map(({ stage, script }) => ({ stage, sha256: sha256(script) })),
    ...(trace === undefined ? {} : { trace: sha256(normaliseLog(trace)) }),
    ...(expected.updates === undefined ? {} : { updates: expected.updates }),
    ...(driver_env === undefined ? {} : { driver_env: sha256(driverFacts(driver_env)) }),
    ...(job_response === undefined ? {} : { job_response: sha256(JSON.stringify(job_response)) }),
  };
}

const [source] = process.argv.slice(2);
if (source === undefined) {
  process.stderr.write(
    'runner-vectors: give the directory that holds hand.json, scripts.json and trace.json\n',
  );
  process.exit(2);
}
const target = new URL('../vectors/runner/', import.meta.url);
mkdirSync(target, { recursive: true });
for (const file of ['hand', 'scripts', 'trace']) {
  const captures: Capture[] = JSON.parse(readFileSync(join(source, `${file}.json`), 'utf8'));
  // One case a line: short enough to compare, and a change shows as the case it is.
  const lines = captures.map((one) => JSON.stringify(vectorOf(one)));
  writeFileSync(new URL(`${file}.json`, target), `[\n${lines.join(',\n')}\n]\n`);
  process.stdout.write(`${file}: ${lines.length} cases\n`);
}
