import { readFileSync, writeFileSync } from 'node:fs';
import { type Measured, measure } from './bench.js';
import { benches } from './benches.js';
import { better, documentedRatios, misses, table, withTable } from './report.js';

/** A machine that is busy with something else for a moment makes no failure. */
const ATTEMPTS = 3;

/**
 * npm run bench [-- --check | --write] [ID…]
 * Prints our time against a peer's in the same run. `--write` puts the table into docs/performance.md; `--check`
 * exits 1 when a documented ratio is missed by a third, each of three times.
 */
const page = new URL('../../docs/performance.md', import.meta.url);

async function main(argv: readonly string[]): Promise<number> {
  const wanted = argv.filter((argument) => !argument.startsWith('--'));
  const documented = argv.includes('--check') ? documentedRatios(readFileSync(page, 'utf8')) : undefined;
  const rows: Measured[] = [];
  for (const bench of benches.filter(({ id }) => wanted.length === 0 || wanted.includes(id))) {
    process.stderr.write(`${bench.id} …\n`);
    let row = await measure(bench);
    for (
      let attempt = 1;
      documented && attempt < ATTEMPTS && misses([row], documented).length > 0;
      attempt++
    ) {
      row = better(row, await measure(bench));
    }
    rows.push(row);
  }
  console.log(table(rows));
  const ids = benches.map(({ id }) => id);
  if (argv.includes('--write')) writeFileSync(page, withTable(readFileSync(page, 'utf8'), rows, ids));
  if (documented === undefined) return 0;
  const missed = misses(rows, documented);
  for (const line of missed) console.log(`missed: ${line}`);
  return missed.length > 0 ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
