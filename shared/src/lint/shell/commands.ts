import { type ShellNode, walk } from './tree.js';

/** A simple command: its name and arguments as nodes, with literal values where they are known. */
export interface ShellCommand {
  readonly node: ShellNode;
  /** The name without quotes and path (`/usr/bin/psql` → `psql`), or undefined when it is computed. */
  readonly name: string | undefined;
  readonly args: readonly ShellNode[];
}

export function* commandsOf(root: ShellNode): Generator<ShellCommand> {
  for (const node of walk(root)) if (node.type === 'command') yield readCommand(node);
}

export function readCommand(node: ShellNode): ShellCommand {
  const nameNode = node.childForFieldName('name');
  const literal = nameNode ? literalOf(nameNode) : undefined;
  const args = node.namedChildren.filter(
    (child): child is ShellNode =>
      child !== null &&
      child !== nameNode &&
      child.startIndex >= (nameNode?.endIndex ?? node.startIndex) &&
      !['variable_assignment', 'file_redirect', 'herestring_redirect', 'heredoc_redirect'].includes(
        child.type,
      ),
  );
  return { node, name: literal?.replace(/^.*\//, ''), args };
}

/** The text a word stands for when no expansion takes part in it; undefined otherwise. */
export function literalOf(node: ShellNode): string | undefined {
  switch (node.type) {
    case 'command_name':
    case 'concatenation': {
      const parts = node.children.map((child) => (child ? literalOf(child) : ''));
      return parts.some((part) => part === undefined) ? undefined : parts.join('');
    }
    case 'word':
      return node.text.replace(/\\(.)/gs, '$1');
    case 'number':
      return node.text;
    case 'raw_string':
      return node.text.slice(1, -1);
    case 'string': {
      const inner = node.namedChildren.filter((child) => child !== null && child.type !== 'string_content');
      return inner.length > 0 ? undefined : node.text.slice(1, -1);
    }
    default:
      return undefined;
  }
}
