// code-server: a real VS Code server and workbench from the npm registry, the test host of the extension.
// Its own install script wants the open internet and a compiler; this one needs neither: no install script is run,
// and the native modules that the server loads come prebuilt or are replaced by what a test run needs of them.
import { copyFileSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installTool } from './tools.mjs';

/** The newest whose engines.node is 20. The number after the dash counts changes of this script. */
const VERSION = '4.100.3';

export const codeServer = {
  name: `code-server-${VERSION}-1`,
  title: `code-server ${VERSION} (VS Code 1.100.3, 380 MB)`,
  build(folder, npmInstall) {
    // argon2 0.44 brings its binary; 0.31, which code-server asks for, would be compiled.
    writeFileSync(
      join(folder, 'package.json'),
      JSON.stringify({ private: true, overrides: { argon2: '0.44.0' } }),
    );
    npmInstall(folder, `code-server@${VERSION}`);
    const vscode = join(folder, 'node_modules/code-server/lib/vscode');
    npmInstall(join(vscode, 'extensions'));
    // The same API as the node-pty it asks for, with prebuilt binaries; and ripgrep from the tarball that holds it.
    npmInstall(vscode, 'node-pty@npm:@lydell/node-pty@1.1.0', '@vscode/ripgrep@1.18.0');
    const modules = join(vscode, 'node_modules');
    placeRipgrep(modules);
    // Kills the extension host when its parent is gone: the harness ends the whole process group itself.
    replaceModule(join(modules, 'native-watchdog'), 'exports.start = () => {};\n');
    // Writes log files; the harness reads the page's console instead.
    replaceModule(join(modules, '@vscode/spdlog'), SILENT_LOG);
    // The links that code-server's postinstall.sh makes.
    link('node_modules', join(vscode, 'node_modules.asar'));
    link('code-linux.sh', join(vscode, 'bin/remote-cli/code-server'));
    link('browser-linux.sh', join(vscode, 'bin/helpers/browser.sh'));
  },
};

const SILENT_LOG = `
const nothing = () => {};
const logger = new Proxy({}, { get: (_, name) => (name === 'then' ? undefined : name === 'getLevel' ? () => 2 : nothing) });
exports.setFlushOn = nothing;
exports.createAsyncRotatingLogger = exports.createRotatingLogger = async () => logger;
`;

function replaceModule(folder, source) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "main": "index.js", "type": "commonjs" }\n');
  writeFileSync(join(folder, 'index.js'), source);
}

/** VS Code starts bin/rg of @vscode/ripgrep; newer releases of that package keep it in a package per platform. */
function placeRipgrep(modules) {
  const bin = join(modules, '@vscode/ripgrep/bin');
  mkdirSync(bin, { recursive: true });
  const program = `@vscode/ripgrep-${process.platform}-${process.arch}/bin/rg`;
  copyFileSync(join(modules, program), join(bin, 'rg'));
}

function link(target, at) {
  rmSync(at, { force: true });
  symlinkSync(target, at);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(installTool(codeServer));
