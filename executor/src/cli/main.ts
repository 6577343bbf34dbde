import { explainFailure } from './exit-status.js';

async function main(): Promise<void> {
  if (process.argv[2] === 'driver') {
    const { driver } = await import('./driver.js');
    process.exit(await driver(process.argv.slice(3)));
  }
  const { buildProgram } = await import('./program.js');
  const program = buildProgram();
  if (process.argv.length <= 2) program.help();
  await program.parseAsync();
}

main().catch((error: unknown) => {
  const { text, status } = explainFailure(error);
  process.stderr.write(text);
  process.exitCode = status;
});
