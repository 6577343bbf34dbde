import { trimSpace } from '../../../go/index.js';
import { BUILD_UID_GID_FILE } from './files.js';
import type { StageFacts } from './stage.js';

/**
 * Gives directories to the job's user where a file in builds_dir names one. Source: shells/abstract.go
 * changeFilesOwnership.
 */
export function writeOwnership({ build, writer }: StageFacts, dirs: readonly string[]): void {
  const file = `${build.rootDir}/${BUILD_UID_GID_FILE}`;
  const owner = `$(stat -c '%u:%g' '${file}')`;
  const { debugTrace, debugServices } = build.options();
  writer.ifFile(file, () => {
    for (const dir of dirs.filter((one) => trimSpace(one) !== '')) {
      writer.ifDirectory(dir, () => {
        writer.line(`chown -R "${owner}" '${dir}'`);
        if (debugTrace || debugServices) writer.line(`echo "Setting ownership for ${dir} to ${owner}"`);
      });
    }
  });
}
