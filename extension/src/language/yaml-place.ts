import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
} from 'yaml';

/** Where an offset stands in a YAML text: the keys and indexes on the way from the top, and the scalar it is in. */
export interface YamlPlace {
  readonly path: readonly (string | number)[];
  /** The scalar at the offset; absent between nodes. */
  readonly scalar?: Scalar;
  /** The scalar is the last key of the path, not its value. */
  readonly isKey: boolean;
  /** Inside `!reference [a, b]`: the names up to the one at the offset. */
  readonly reference?: readonly string[];
}

/**
 * Reads a text as far as it can be read, to say what the cursor is on. It decides nothing about the configuration:
 * that is the model's.
 */
export class YamlText {
  readonly #documents: readonly Document[];

  constructor(text: string) {
    const options = { strict: false, uniqueKeys: false, merge: true, logLevel: 'silent' } as const;
    const documents = parseAllDocuments(text, options);
    this.#documents = 'empty' in documents ? [] : documents;
  }

  at(offset: number): YamlPlace | undefined {
    const documents = this.#documents.filter(({ range }) => (range?.[0] ?? 0) <= offset);
    const contents = documents.at(-1)?.contents;
    return isNode(contents) ? descend(contents, offset, []) : undefined;
  }
}

type Path = readonly (string | number)[];

function descend(node: Node, offset: number, path: Path, names?: readonly string[]): YamlPlace | undefined {
  const reference = names === undefined ? {} : { reference: names };
  if (isScalar(node)) return { path, scalar: node, isKey: false, ...reference };
  if (isMap(node)) return inMap(node.items, offset, path);
  if (!isSeq(node)) return { path, isKey: false };
  const items = node.items.flatMap((item) => (isNode(item) ? item : []));
  const index = items.findLastIndex((item) => startOf(item) <= offset);
  const item = items[index];
  if (item === undefined) return { path, isKey: false };
  if (node.tag !== '!reference') return descend(item, offset, [...path, index]);
  const above = items.slice(0, index + 1).map(textOf);
  return descend(item, offset, [...path, index], above);
}

function inMap(pairs: readonly Pair[], offset: number, path: Path): YamlPlace | undefined {
  const pair = pairs.findLast(({ key }) => isNode(key) && startOf(key) <= offset);
  if (pair === undefined || !isNode(pair.key)) return { path, isKey: false };
  const below = [...path, textOf(pair.key)];
  const keyEnd = pair.key.range?.[1] ?? 0;
  if (offset <= keyEnd && isScalar(pair.key)) return { path: below, scalar: pair.key, isKey: true };
  return isNode(pair.value) ? descend(pair.value, offset, below) : { path: below, isKey: false };
}

function startOf(node: Node): number {
  return node.range?.[0] ?? Number.POSITIVE_INFINITY;
}

function textOf(node: Node): string {
  return isScalar(node) ? String(node.value) : '';
}
