import { Language, Parser } from 'web-tree-sitter';
import { RecentTexts } from '../recent.js';
import { plainTree } from './plain-tree.js';
import type { ShellParser, ShellTree } from './tree.js';

/** How many parsed texts are kept: the scripts of a few configs between two keystrokes. */
const KEPT_TREES = 2000;

/**
 * A shell parser from the two WebAssembly files (`web-tree-sitter.wasm`, `tree-sitter-bash.wasm`), whose bytes the
 * caller reads: from disk, from the bundle or over HTTP. Parsing is synchronous and remembers unchanged scripts.
 */
export async function createShellParser(files: {
  readonly runtime: Uint8Array;
  readonly bash: Uint8Array;
}): Promise<ShellParser> {
  await Parser.init({ wasmBinary: files.runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(files.bash));
  const kept = new RecentTexts<ShellTree>(KEPT_TREES);
  return {
    parse: (text) =>
      kept.of(text, () => {
        const tree = parser.parse(text);
        // null only when a progress callback cancels, and none is given.
        if (tree === null) throw new Error('the shell parser gave no tree');
        const plain = plainTree(tree, text);
        tree.delete();
        return plain;
      }),
  };
}
