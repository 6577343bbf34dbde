// @vscode/vsce packages the extension. It weighs 138 MB with its dependencies and only packaging needs it, so it is a
// tool in the cache folder and not a package that every `npm start` would install.
import { fileURLToPath } from 'node:url';
import { installTool } from './tools.mjs';

/** 4.x wants Node 22. */
const VERSION = '3.9.2';

export const vsce = {
  name: `vsce-${VERSION}`,
  title: `@vscode/vsce ${VERSION} (138 MB)`,
  build(folder, npmInstall) {
    npmInstall(folder, `@vscode/vsce@${VERSION}`);
  },
};

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(installTool(vsce));
