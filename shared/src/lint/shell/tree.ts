/**
 * A shell syntax tree as plain values, made once of the parser's own, whose every look crosses into WebAssembly. Node
 * types are those of tree-sitter-bash. Indexes are UTF-16 offsets into the parsed text.
 */
export interface ShellNode {
  readonly type: string;
  readonly text: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly parent: ShellNode | null;
  /** False for a mere token of the grammar, e.g. `;` or `&&`. */
  readonly isNamed: boolean;
  readonly children: readonly ShellNode[];
  readonly namedChildren: readonly ShellNode[];
  /** The first child in that role of the grammar. */
  childForFieldName(name: string): ShellNode | null;
  childrenForFieldName(name: string): readonly ShellNode[];
  /** What was computed of the node, kept as long as its tree: `compute` runs once for each key. */
  memo<T>(key: MemoKey<T>, compute: () => T): T;
}

/** Names one computation; made once at the top of its file. */
export class MemoKey<T> {
  /** Never read: it ties the key to the type of its values. */
  declare readonly type: T;
}

export interface ShellTree {
  readonly rootNode: ShellNode;
  /** Some of the text is no shell, or is cut off. */
  readonly hasError: boolean;
}

export interface ShellParser {
  /** Never throws; errors in the shell text are ERROR nodes of the tree. The same text gives the same tree. */
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

export function contains(outer: ShellNode, inner: ShellNode): boolean {
  return outer.startIndex <= inner.startIndex && inner.endIndex <= outer.endIndex;
}
