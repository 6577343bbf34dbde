import type { Tree, TreeCursor } from 'web-tree-sitter';
import type { MemoKey, ShellNode, ShellTree } from './tree.js';

/** Copies a parser's tree; nothing of the original is needed afterwards. */
export function plainTree(tree: Tree, source: string): ShellTree {
  const cursor = tree.walk();
  try {
    return { rootNode: copy(cursor, source, null), hasError: tree.rootNode.hasError };
  } finally {
    cursor.delete();
  }
}

/** Deeper nesting is no script; the rest stays one node, so that a hostile text cannot end the stack. */
const DEEPEST = 400;

function copy(cursor: TreeCursor, source: string, parent: PlainNode | null, depth = 0): PlainNode {
  const node = new PlainNode(cursor, source, parent);
  if (depth < DEEPEST && cursor.gotoFirstChild()) {
    do {
      const field = cursor.currentFieldName;
      node.add(copy(cursor, source, node, depth + 1), field);
    } while (cursor.gotoNextSibling());
    cursor.gotoParent();
  }
  return node;
}

const MAY_BEGIN_WITH_SPACE = new Set([
  'simple_expansion',
  'expansion',
  'command_substitution',
  'arithmetic_expansion',
]);

/** Between two expansions of a string the grammar counts the white space to the second one. */
function beginning({ startIndex, nodeType }: TreeCursor, source: string): number {
  if (!MAY_BEGIN_WITH_SPACE.has(nodeType)) return startIndex;
  return startIndex + source.slice(startIndex).search(/\S|$/);
}

class PlainNode implements ShellNode {
  readonly type: string;
  readonly startIndex: number;
  readonly endIndex: number;
  readonly isNamed: boolean;
  readonly parent: PlainNode | null;
  readonly children: ShellNode[] = [];
  readonly namedChildren: ShellNode[] = [];
  readonly #source: string;
  #fields: Map<string, ShellNode[]> | undefined;
  #memo: Map<unknown, unknown> | undefined;

  constructor(cursor: TreeCursor, source: string, parent: PlainNode | null) {
    this.type = cursor.nodeType;
    this.startIndex = beginning(cursor, source);
    this.endIndex = cursor.endIndex;
    this.isNamed = cursor.nodeIsNamed;
    this.parent = parent;
    this.#source = source;
  }

  get text(): string {
    return this.#source.slice(this.startIndex, this.endIndex);
  }

  add(child: PlainNode, field: string | null): void {
    this.children.push(child);
    if (child.isNamed) this.namedChildren.push(child);
    if (field === null) return;
    this.#fields ??= new Map();
    const known = this.#fields.get(field);
    if (known) known.push(child);
    else this.#fields.set(field, [child]);
  }

  childForFieldName(name: string): ShellNode | null {
    return this.#fields?.get(name)?.[0] ?? null;
  }

  childrenForFieldName(name: string): readonly ShellNode[] {
    return this.#fields?.get(name) ?? [];
  }

  memo<T>(key: MemoKey<T>, compute: () => T): T {
    this.#memo ??= new Map();
    if (this.#memo.has(key)) return this.#memo.get(key) as T;
    const value = compute();
    this.#memo.set(key, value);
    return value;
  }
}
