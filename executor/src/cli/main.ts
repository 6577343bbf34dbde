import { EXIT_INTERNAL, explainFailure } from './exit-status.js';

async function main(): Promise<void> {
  if (process.argv[2] === 'driver') {
    const { driver } = await import('./driver.js');
    process.exit(await driver(process.argv.slice(3)));
  }
  // A reader that has seen enough (`| head`) is no failure; what a command still writes is lost.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.stderr.write(`gitlab-chatops: standard output cannot be written: ${error.message}\n`);
    process.exit(EXIT_INTERNAL);
  });
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
