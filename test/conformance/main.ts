// npm run --silent conformance -- MODE < cases.json > results.json
// Reads a JSON array of {input}, writes the array of results in the same order. Nothing else goes to stdout.
import { Console } from 'node:console';
import { buffer } from 'node:stream/consumers';
import { modes } from './modes.js';
import { runCases, type StrayErrors } from './run.js';

const strayErrors: StrayErrors = (listener) => {
  process.on('uncaughtException', listener);
  process.on('unhandledRejection', listener);
  return () => {
    process.off('uncaughtException', listener);
    process.off('unhandledRejection', listener);
  };
};

function refuse(sentence: string): never {
  process.stderr.write(`conformance: ${sentence}\n`);
  process.exit(2);
}

async function readCases(): Promise<unknown[]> {
  const text = (await buffer(process.stdin)).toString('utf8');
  let cases: unknown;
  try {
    cases = JSON.parse(text);
  } catch (error) {
    refuse(`standard input is no JSON (${error instanceof Error ? error.message : String(error)})`);
  }
  if (!Array.isArray(cases)) refuse('standard input is no JSON array of {"input": …}');
  return cases;
}

const [name, ...rest] = process.argv.slice(2);
const load = name !== undefined && Object.hasOwn(modes, name) ? modes[name] : undefined;
if (load === undefined || rest.length > 0) {
  refuse(`give one mode of: ${Object.keys(modes).join(', ')}; cases as JSON on standard input`);
}
globalThis.console = new Console(process.stderr);
const { run } = await load();
const results = await runCases(run, await readCases(), strayErrors);
process.stdout.write(`${JSON.stringify(results)}\n`, () => process.exit(0));
