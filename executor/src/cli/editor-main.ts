import { Command } from 'commander';
import { explainFailure } from './exit-status.js';
import { runCommand } from './run.js';

// The command line inside the editor's extension: it only runs jobs, and weighs half of the whole one.

// An editor that is gone reads nothing more; the run still has to end and to clean up.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

new Command('gitlab-chatops')
  .addCommand(runCommand())
  .parseAsync()
  .catch((error: unknown) => {
    const { text, status } = explainFailure(error);
    process.stderr.write(text);
    process.exitCode = status;
  });
