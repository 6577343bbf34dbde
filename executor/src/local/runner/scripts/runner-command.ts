import type { StageFacts } from './stage.js';

/** Commands that need the Runner's own program where the script runs. Source: guardRunnerCommand. */
export function guardRunnerCommand(
  { writer, runnerCommand }: StageFacts,
  action: string,
  write: () => void,
): void {
  if (runnerCommand === '') {
    writer.warning(`${action} is not supported by this executor.`);
    return;
  }
  writer.ifCommand([runnerCommand, '--version'], write, () => {
    writer.warning(`Missing ${runnerCommand}. ${action} is disabled.`);
  });
}
