/**
 * The part of a tree-sitter syntax tree that rules use, so that they do not depend on how the parser was loaded.
 * Node types are those of tree-sitter-bash. Indexes are UTF-16 offsets into the parsed text.
 */
export interface ShellNode {
  readonly type: string;
  readonly text: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly parent: ShellNode | null;
  readonly isNamed: boolean;
  readonly children: readonly (ShellNode | null)[];
  readonly namedChildren: readonly (ShellNode | null)[];
  childForFieldName(name: string): ShellNode | null;
}

export interface ShellTree {
  readonly rootNode: ShellNode;
}

export interface ShellParser {
  /** Never throws; errors in the shell text are ERROR nodes of the tree. The tree lives as long as the parser does. */
  parse(text: string): ShellTree;
}

/** Every node below and including `node`, in the order of the text. */
export function* walk(node: ShellNode): Generator<ShellNode> {
  const stack: ShellNode[] = [node];
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    yield next;
    for (let i = next.children.length - 1; i >= 0; i--) {
      const child = next.children[i];
      if (child) stack.push(child);
    }
  }
}

/** The nearest ancestor (or the node itself) of one of these types. */
export function enclosing(node: ShellNode | null, ...types: readonly string[]): ShellNode | undefined {
  for (let next = node; next !== null; next = next.parent) if (types.includes(next.type)) return next;
  return undefined;
}
