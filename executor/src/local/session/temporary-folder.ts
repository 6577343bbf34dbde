import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CodedError } from '@gitlab-chatops/shared/errors';

/**
 * Makes a folder of its own for a session or a run.
 * @throws CodedError CONFIG_TEMPORARY_FOLDER
 */
export async function makeTemporaryFolder(): Promise<string> {
  const parent = temporaryParent();
  try {
    return await mkdtemp(join(parent, 'gitlab-chatops-'));
  } catch (error) {
    throw new CodedError(
      {
        code: 'CONFIG_TEMPORARY_FOLDER',
        message: `No temporary folder can be made in ${parent} (${errorCode(error)}).`,
        wayOut: 'Set TMPDIR to a folder that you can write to, on a disk with room.',
      },
      error,
    );
  }
}

/** The Runner's scripts break on a quote or a backtick in the path of a build, whoever runs them. */
function temporaryParent(): string {
  const folder = tmpdir();
  return /['`]/.test(folder) ? '/tmp' : folder;
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
