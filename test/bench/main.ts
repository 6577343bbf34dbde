import { readFileSync, writeFileSync } from 'node:fs';
import { type Measured, measure } from './bench.js';
import { benches } from './benches.js';
import { documentedRatios, misses, table, withTable } from './report.js';

/**
 * npm run bench [-- --check | --write] [ID…]
 * Prints our time against a peer's in the same run. `--write` puts the table into docs/performance.md; `--check`
 * exits 1 when a documented ratio is missed by a third.
 */
const page = new URL('../../docs/performance.md', import.meta.url);

async function main(argv: readonly string[]): Promise<number> {
  const wanted = argv.filter((argument) => !argument.startsWith('--'));
  const rows: Measured[] = [];
  for (const bench of benches.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
    process.stderr.write(`${bench.id} …\n`);
    rows.push(await measure(bench));
  }
  console.log(table(rows));
  if (argv.includes('--write')) writeFileSync(page, withTable(readFileSync(page, 'utf8'), rows));
  if (!argv.includes('--check')) return 0;
  const missed = misses(rows, documentedRatios(readFileSync(page, 'utf8')));
  for (const line of missed) console.log(`missed: ${line}`);
  return missed.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
