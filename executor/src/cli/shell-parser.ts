import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createShellParser, type ShellParser } from '@gitlab-chatops/shared/lint';
import { packageFolder } from '../local/package-folder.js';

/** The shell grammar: beside the bundle in an installed package, in node_modules when run from source. */
export function loadShellParser(): Promise<ShellParser> {
  return createShellParser({
    runtime: wasm('web-tree-sitter/web-tree-sitter.wasm'),
    bash: wasm('tree-sitter-bash/tree-sitter-bash.wasm'),
  });
}

function wasm(path: string): Uint8Array {
  const bundled = join(packageFolder(), 'dist', 'wasm', path.replace(/^.*\//, ''));
  if (existsSync(bundled)) return readFileSync(bundled);
  return readFileSync(createRequire(join(packageFolder(), 'package.json')).resolve(path));
}
