import { enclosing, type ShellNode, walk } from './tree.js';

/** One place where the shell puts a variable's value into its text. */
export interface Expansion {
  readonly node: ShellNode;
  /** The variable's name; `1`, `@`, `*` for parameters. */
  readonly name: string;
  /** Inside double quotes (or another place that neither splits nor globs, such as an assignment or `[[ … ]]`). */
  readonly quoted: boolean;
  /** `${NAME:?…}`, `${NAME//x/y}`, `${#NAME}` …: the operator's text, empty for a plain `$NAME`. */
  readonly operator: string;
}

export function* expansionsOf(root: ShellNode): Generator<Expansion> {
  for (const node of walk(root)) {
    if (node.type !== 'simple_expansion' && node.type !== 'expansion') continue;
    const variable = node.namedChildren.find(
      (child) =>
        child !== null && ['variable_name', 'special_variable_name', 'subscript'].includes(child.type),
    );
    if (!variable) continue;
    const name = variable.type === 'subscript' ? variable.text.replace(/\[.*$/s, '') : variable.text;
    const inside = node.text.replace(/^\$\{?/, '').replace(/\}$/, '');
    yield {
      node,
      name,
      quoted: isQuoted(node),
      operator: node.type === 'expansion' ? inside.replace(name, '') : '',
    };
  }
}

/** Contexts in which bash neither splits words nor expands globs (bash manual, "Word Splitting"). */
function isQuoted(node: ShellNode): boolean {
  for (let next = node.parent; next !== null; next = next.parent) {
    switch (next.type) {
      case 'string':
      case 'heredoc_body':
      case 'herestring_redirect':
        return true;
      case 'variable_assignment':
        // An array's elements are split; a plain assignment is not.
        return enclosing(node, 'array') === undefined;
      case 'test_command':
        return next.text.startsWith('[[') || next.text.startsWith('((');
      case 'case_statement':
        return next.childForFieldName('value')?.startIndex === wordOf(node).startIndex;
      case 'command_substitution':
      case 'process_substitution':
      case 'command':
      case 'program':
        return false;
      default:
    }
  }
  return false;
}

/** The whole word a node is part of. */
function wordOf(node: ShellNode): ShellNode {
  let word = node;
  while (word.parent?.type === 'concatenation') word = word.parent;
  return word;
}
