import { enclosing, type ShellNode } from './tree.js';

/** What the shell does with a value where it stands (bash manual, "Shell Expansions"). */
export type ExpansionPlace =
  /** Splits it into words and expands `*`, `?`, `[` in them. */
  | 'split'
  /** Takes it as it is: in double quotes, an assignment, `[[ … ]]`, a here-document. */
  | 'kept'
  /** Evaluates it as an arithmetic expression, command substitutions in it included (bash). */
  | 'arithmetic';

/** One place where the shell puts a variable's value into its text. */
export interface Expansion {
  readonly node: ShellNode;
  /** The variable's name; `1`, `@`, `*` for parameters. */
  readonly name: string;
  readonly place: ExpansionPlace;
  /** `${NAME:?…}`, `${NAME//x/y}`, `${#NAME}` …: what stands around the name, empty for a plain `$NAME`. */
  readonly operator: string;
}

const VARIABLES = ['variable_name', 'special_variable_name', 'subscript'];

/** The expansion that a node is, if it is one. */
export function readExpansion(node: ShellNode): Expansion | undefined {
  if (node.type === 'variable_name') return arithmeticName(node);
  if (node.type !== 'simple_expansion' && node.type !== 'expansion') return undefined;
  const variable = node.namedChildren.find((child) => VARIABLES.includes(child.type));
  if (!variable) return undefined;
  const name = variable.type === 'subscript' ? variable.text.replace(/\[.*$/s, '') : variable.text;
  const inside = node.text.replace(/^\$\{?/, '').replace(/\}$/, '');
  const operator = node.type === 'expansion' ? inside.replace(name, '') : '';
  return { node, name, place: placeOf(node), operator };
}

/** In arithmetic a bare name is an expansion too: `$((COUNT + 1))`. */
function arithmeticName(node: ShellNode): Expansion | undefined {
  const { parent } = node;
  if (
    parent === null ||
    ['simple_expansion', 'expansion', 'subscript', 'for_statement'].includes(parent.type)
  ) {
    return undefined;
  }
  if (parent.type === 'variable_assignment' || parent.type === 'declaration_command') return undefined;
  const isTarget =
    parent.childForFieldName('left') === node && parent.childForFieldName('operator')?.text === '=';
  if (isTarget || placeOf(node) !== 'arithmetic') return undefined;
  return { node, name: node.text, place: 'arithmetic', operator: '' };
}

const COMPARES_NUMBERS = /^-(?:eq|ne|lt|le|gt|ge)$/;

export function placeOf(node: ShellNode): ExpansionPlace {
  let inner = node;
  for (let next = node.parent; next !== null; inner = next, next = next.parent) {
    switch (next.type) {
      case 'string':
      case 'heredoc_body':
      case 'herestring_redirect':
        return isArithmeticTest(next) ? 'arithmetic' : 'kept';
      case 'array':
        return 'split';
      case 'variable_assignment':
      case 'translated_string':
        return 'kept';
      case 'subscript':
      case 'arithmetic_expansion':
      case 'c_style_for_statement':
        return 'arithmetic';
      case 'compound_statement':
        return next.text.startsWith('((') ? 'arithmetic' : 'split';
      case 'binary_expression':
        if (isArithmeticTest(inner)) return 'arithmetic';
        break;
      case 'test_command':
        if (next.text.startsWith('((')) return 'arithmetic';
        return next.text.startsWith('[[') ? 'kept' : 'split';
      case 'case_statement':
        return next.childForFieldName('value') === inner ? 'kept' : 'split';
      case 'case_item':
        return next.childrenForFieldName('value').includes(inner) ? 'kept' : 'split';
      case 'command':
        return next.childForFieldName('name')?.text === 'let' ? 'arithmetic' : 'split';
      case 'command_substitution':
      case 'process_substitution':
      case 'program':
        return 'split';
      default:
    }
  }
  return 'split';
}

/** `[[ $A -eq 1 ]]`: bash evaluates both sides as arithmetic; `[ … ]` does not. */
function isArithmeticTest(side: ShellNode): boolean {
  const { parent } = side;
  if (parent?.type !== 'binary_expression') return false;
  if (!COMPARES_NUMBERS.test(parent.childForFieldName('operator')?.text ?? '')) return false;
  return enclosing(parent, 'test_command')?.text.startsWith('[[') === true;
}

/** Operators whose result does not hold the value: `${#NAME}`, `${NAME+set}`, `${NAME:+set}`. */
export function hidesValue({ operator }: Expansion): boolean {
  return /^(?:#$|:?\+)/.test(operator);
}
