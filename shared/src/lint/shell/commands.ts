import { MemoKey, type ShellNode } from './tree.js';
import { literalOf, renderWord } from './words.js';

/** A simple command: its name and arguments as nodes, with literal values where they are known. */
export interface ShellCommand {
  readonly node: ShellNode;
  /** The name without quotes and path (`/usr/bin/psql` → `psql`), or undefined when it is computed. */
  readonly name: string | undefined;
  readonly nameNode: ShellNode | undefined;
  readonly args: readonly ShellNode[];
  /** Each argument without quotes, with HOLE for what only running the script tells. */
  readonly words: readonly string[];
}

const COMMAND = new MemoKey<ShellCommand>();

export function readCommand(node: ShellNode): ShellCommand {
  return node.memo(COMMAND, () => read(node));
}

function read(node: ShellNode): ShellCommand {
  const nameNode = node.childForFieldName('name') ?? undefined;
  const literal = nameNode ? literalOf(nameNode) : undefined;
  const args = node.childrenForFieldName('argument');
  return {
    node,
    name: literal?.replace(/^.*\//, ''),
    nameNode,
    args,
    words: args.map((arg) => renderWord(arg).text),
  };
}

/** Redirects of a command: its own and those of the statement that holds it. */
export function redirectsOf({ node }: Pick<ShellCommand, 'node'>): readonly ShellNode[] {
  const own = redirectsIn(node);
  const { parent } = node;
  if (parent?.type !== 'redirected_statement' || parent.childForFieldName('body') !== node) return own;
  return [...own, ...redirectsIn(parent)];
}

/** The grammar puts the second redirect of `cat <<EOF > file` into the first. */
export function redirectsIn(node: ShellNode): readonly ShellNode[] {
  return node.namedChildren
    .filter(isRedirect)
    .flatMap((redirect) => [redirect, ...redirect.namedChildren.filter(isRedirect)]);
}

function isRedirect({ type }: ShellNode): boolean {
  return type.endsWith('_redirect');
}
