import type { MappingEntry, MappingNode, YamlNode } from '../node.js';
import { textOf } from '../value/ruby-text.js';
import { scalar } from '../value/scalar.js';
import { isString, isText, keyId } from '../value/tree.js';
import type { VariableCollection } from '../variables/index.js';
import { walkAccess } from './access.js';
import { type BlockMatch, findBlocks } from './blocks.js';
import { applyFunctions } from './functions.js';

/** Limits of interpolation/config.rb, template.rb, block.rb, access.rb. */
const MAX_NODES = 500_000;
const MAX_NODE_BYTES = 1024 * 1024;
/** Ours: a text that grew beyond any use. GitLab bounds only what was written. */
const MAX_FILLED = 16 * 1024 * 1024;
const MAX_BLOCKS = 10_000;
const MAX_FUNCTIONS = 3;
const MAX_ACCESS_BYTES = 1024;
const MAX_ACCESS_OBJECTS = 5;
/** `$[[ matrix.X ]]` waits for the jobs' own variables. */
const LATER_CONTEXT = 'matrix';

/** What blocks may name: `inputs.NAME`, `component.NAME`. */
export interface InterpolationContext {
  readonly data: ReadonlyMap<string, ReadonlyMap<string, YamlNode>>;
  readonly variables: VariableCollection;
}

export type Interpolated =
  | { readonly ok: true; readonly value: MappingNode }
  | { readonly ok: false; readonly errors: readonly string[]; readonly at?: YamlNode };

/** Replaces the blocks of a whole document; stops at the first one that fails. */
export const interpolateDocument = (document: MappingNode, context: InterpolationContext): Interpolated => {
  try {
    return { ok: true, value: new Template(context).mapping(document) };
  } catch (error) {
    if (error instanceof TemplateError) return { ok: false, errors: error.errors, at: error.at };
    throw error;
  }
};

class TemplateError extends Error {
  readonly errors: readonly string[];
  readonly at: YamlNode;

  constructor(errors: readonly string[], at: YamlNode) {
    super(errors.join(', '));
    this.errors = errors;
    this.at = at;
  }
}

class Template {
  private readonly context: InterpolationContext;
  private readonly values = new Map<string, YamlNode>();
  private visited = 0;

  constructor(context: InterpolationContext) {
    this.context = context;
  }

  mapping(node: MappingNode): MappingNode {
    this.visit(node);
    const entries = new Map<string, MappingEntry>();
    for (const { key, value } of node.entries.values()) {
      const newKey = this.node(key);
      entries.set(keyId(newKey), { key: newKey, value: this.node(value) });
    }
    return { ...node, entries };
  }

  private node(node: YamlNode): YamlNode {
    if (node.kind === 'mapping') return this.mapping(node);
    this.visit(node);
    if (node.kind === 'sequence') return { ...node, items: node.items.flatMap((item) => this.item(item)) };
    // Symbols become strings on the way.
    return isText(node) ? this.text({ ...scalar.string(node.value), at: node.at }) : node;
  }

  /** A list that a block gives inside a list is spliced in. */
  private item(node: YamlNode): readonly YamlNode[] {
    const value = this.node(node);
    return isString(node) && value.kind === 'sequence' ? value.items : [value];
  }

  private visit(node: YamlNode): void {
    this.visited += 1;
    if (this.visited > MAX_NODES) throw new TemplateError(['config too large'], node);
  }

  private text(node: YamlNode & { type: 'string'; value: string }): YamlNode {
    if (node.value.length > MAX_NODE_BYTES) throw new TemplateError(['config node too large'], node);
    if (!node.value.includes('$[[')) return node;
    const blocks = findBlocks(node.value);
    const [first] = blocks;
    if (first === undefined) return node;
    const values = blocks.map((block) => this.value(block, node));
    if (blocks.length === 1 && first.block.length === node.value.length) {
      const [value] = values;
      return value === undefined ? node : { ...value, at: node.at };
    }
    let filled = node.value;
    for (const [place, block] of blocks.entries()) {
      const value = values[place];
      if (value === undefined || !filled.includes(block.block)) continue;
      filled = rubyGsub(filled, block.block, textOf(value));
      if (filled.length > MAX_FILLED) throw new TemplateError(['config node too large'], node);
    }
    return { ...scalar.string(filled), at: node.at };
  }

  private value(match: BlockMatch, node: YamlNode): YamlNode {
    const known = this.values.get(match.block);
    if (known !== undefined) return known;
    if (this.values.size >= MAX_BLOCKS) throw new TemplateError(['too many interpolation blocks'], node);
    const value = this.evaluate(match, node);
    this.values.set(match.block, value);
    return value;
  }

  private evaluate({ block, data }: BlockMatch, node: YamlNode): YamlNode {
    const [access = '', ...functions] = data.split('|').map((part) => part.trim());
    // Ruby drops empty parts at the end of a split.
    while (functions.at(-1) === '') functions.pop();
    if (access.split('.')[0] === LATER_CONTEXT) return { ...scalar.string(block), at: node.at };
    const found = this.access(access, node);
    if (functions.length > MAX_FUNCTIONS) {
      throw new TemplateError(['too many functions in interpolation block'], node);
    }
    const result = applyFunctions(found, functions, this.context.variables);
    if (!result.ok) throw new TemplateError(result.errors, node);
    return result.value;
  }

  private access(path: string, node: YamlNode): YamlNode {
    const names = splitPath(path);
    const errors: string[] = [];
    if (names.length <= 1) {
      errors.push('invalid pattern used for interpolation. valid pattern is $[[ inputs.input ]]');
    }
    if (path.length > MAX_ACCESS_BYTES) errors.push('maximum interpolation expression size exceeded');
    if (errors.length > 0) throw new TemplateError(errors, node);
    return walkAccess(path, names, this.context, (errors) => new TemplateError(errors, node));
  }
}

/** Ruby's `split('.', 5)`: the fifth part keeps its dots. */
const splitPath = (path: string): string[] => {
  const parts = path.split('.');
  if (path === '') return [];
  if (parts.length <= MAX_ACCESS_OBJECTS) return parts;
  return [...parts.slice(0, MAX_ACCESS_OBJECTS - 1), parts.slice(MAX_ACCESS_OBJECTS - 1).join('.')];
};

/**
 * Ruby's `gsub(text, replacement)` with a replacement text: GitLab does not escape it, so `\0` and `\&` mean the
 * block, backslash-backtick what stands before it, `\'` what stands behind it, `\\` a backslash, `\1` nothing.
 */
export const rubyGsub = (text: string, pattern: string, replacement: string): string => {
  if (!replacement.includes('\\')) return text.split(pattern).join(replacement);
  const parts: string[] = [];
  let from = 0;
  for (let at = text.indexOf(pattern); at !== -1; at = text.indexOf(pattern, from)) {
    const end = at + pattern.length;
    parts.push(
      text.slice(from, at),
      fillReplacement(replacement, pattern, text.slice(0, at), text.slice(end)),
    );
    from = end;
  }
  parts.push(text.slice(from));
  return parts.join('');
};

const fillReplacement = (replacement: string, match: string, before: string, behind: string): string =>
  replacement.replaceAll(/\\(k<[^>]*>|[0-9&`'\\])/g, (whole, sign: string) => {
    switch (sign.charAt(0)) {
      case '0':
      case '&':
        return match;
      case '`':
        return before;
      case "'":
        return behind;
      case '\\':
        return '\\';
      case 'k':
        return whole;
      default:
        return '';
    }
  });
