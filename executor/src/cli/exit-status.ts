import { CodedError } from '@gitlab-chatops/shared/errors';

/** Exit statuses of the command line, the same for every subcommand (docs/cli.md). */
export const EXIT_OK = 0;
/** The answer is no: the job failed, the command was refused, a finding was reported. */
export const EXIT_NO = 1;
/** The call itself is wrong: an option, an argument, a settings file. */
export const EXIT_USAGE = 2;
/** Something broke that no argument would mend. */
export const EXIT_INTERNAL = 3;

/** What a failed command says on standard error, and its exit status. */
export function explainFailure(error: unknown): { text: string; status: number } {
  if (error instanceof CodedError) {
    const wayOut = error.wayOut === undefined ? '' : `\n  ${error.wayOut}`;
    return { text: `gitlab-chatops: ${error.message} (${error.code})${wayOut}\n`, status: EXIT_USAGE };
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { text: `gitlab-chatops: internal error, please report it:\n${detail}\n`, status: EXIT_INTERNAL };
}
