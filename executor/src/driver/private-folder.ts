import { lstatSync, mkdirSync } from 'node:fs';
import { CodedError } from '@gitlab-chatops/shared/errors';

/**
 * Makes a folder, or takes one that stands, if nobody but this account can change what is in it.
 * @throws CodedError DRIVER_STATE_UNSAFE, DRIVER_STATE_UNWRITABLE
 */
export function ownFolder(path: string, mode: number, uid: number): void {
  try {
    mkdirSync(path, { mode, recursive: true });
  } catch (error) {
    throw new CodedError(
      {
        code: 'DRIVER_STATE_UNWRITABLE',
        message: `The folder ${path} cannot be made (${errorCode(error)}).`,
        wayOut: 'Let state_dir name a folder of the account of gitlab-runner, on a disk with room.',
      },
      error,
    );
  }
  const status = lstatSync(path);
  if (status.isDirectory() && status.uid === uid && (status.mode & 0o022) === 0) return;
  throw new CodedError({
    code: 'DRIVER_STATE_UNSAFE',
    message: `The folder ${path} belongs to another account, or others may write to it.`,
    wayOut: 'Let state_dir name a folder that only the account of gitlab-runner can write to.',
  });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
