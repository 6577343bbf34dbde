import { readCommand, redirectsOf } from './commands.js';
import { readExpansion } from './expansions.js';
import { functionAround } from './facts.js';
import { type SafeText, safeLiteral, safeRegex } from './safe-text.js';
import type { ShellNode } from './tree.js';
import { literalOf } from './words.js';
import { effectiveCommand } from './wrappers.js';

/** A variable is harmless where a condition holds. */
export interface Proof extends SafeText {
  readonly key: string;
  /** It proves the first character alone: the rest may be anything. */
  readonly open?: boolean;
}

export interface Proofs {
  readonly whenTrue: readonly Proof[];
  readonly whenFalse: readonly Proof[];
}

const NOTHING: Proofs = { whenTrue: [], whenFalse: [] };

/** A variable's identity in a script: parameters belong to their function. */
export function variableKey(name: string, node: ShellNode): string {
  return /^[\d@*]+$/.test(name) ? `${functionAround(node) ?? ''}:${name}` : name;
}

/** What a condition proves of the variables it compares: with a fixed word, or with a pattern of harmless characters. */
export function proofsOf(node: ShellNode): Proofs {
  switch (node.type) {
    case 'test_command':
    case 'parenthesized_expression':
    case 'compound_statement':
    case 'subshell': {
      const [only, second] = node.namedChildren;
      return only && !second ? proofsOf(only) : NOTHING;
    }
    case 'negated_command': {
      const [only] = node.namedChildren;
      return only ? swapped(proofsOf(only)) : NOTHING;
    }
    case 'unary_expression': {
      const operand = node.namedChildren.at(-1);
      return operand && node.childForFieldName('operator')?.text === '!'
        ? swapped(proofsOf(operand))
        : NOTHING;
    }
    case 'list': {
      const [left, right] = node.namedChildren;
      return left && right ? combined(operatorOf(node), proofsOf(left), proofsOf(right)) : NOTHING;
    }
    case 'binary_expression':
      return comparison(node);
    case 'command':
      return commandProofs(node);
    case 'redirected_statement': {
      const body = node.childForFieldName('body');
      return body?.type === 'command' ? commandProofs(body) : NOTHING;
    }
    case 'pipeline':
      return pipelineProofs(node);
    default:
      return NOTHING;
  }
}

/** `&&` or `||` of a list. */
export function operatorOf(list: ShellNode): string {
  return list.children.find(({ isNamed, text }) => !isNamed && (text === '&&' || text === '||'))?.text ?? '';
}

function swapped({ whenTrue, whenFalse }: Proofs): Proofs {
  return { whenTrue: whenFalse, whenFalse: whenTrue };
}

function combined(operator: string, left: Proofs, right: Proofs): Proofs {
  const both = (a: readonly Proof[], b: readonly Proof[]): readonly Proof[] =>
    a.flatMap((proof) => {
      const other = b.find(({ key }) => key === proof.key);
      if (!other) return [];
      const open = proof.open === true || other.open === true;
      return [{ key: proof.key, dash: proof.dash || other.dash, ...(open ? { open } : {}) }];
    });
  if (operator === '&&') {
    return {
      whenTrue: [...left.whenTrue, ...right.whenTrue],
      whenFalse: both(left.whenFalse, right.whenFalse),
    };
  }
  return {
    whenTrue: both(left.whenTrue, right.whenTrue),
    whenFalse: [...left.whenFalse, ...right.whenFalse],
  };
}

function comparison(node: ShellNode): Proofs {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  const operator = node.childForFieldName('operator')?.text ?? '';
  if (!left || !right) return NOTHING;
  if (operator === '&&' || operator === '||') return combined(operator, proofsOf(left), proofsOf(right));
  if (left.type === 'unary_expression' && left.childForFieldName('operator')?.text === '!') {
    // The grammar binds `! $A == b` as `(! $A) == b`.
    const operand = left.namedChildren.at(-1);
    return operand ? swapped(compare(operand, operator, right)) : NOTHING;
  }
  return compare(left, operator, right);
}

function compare(left: ShellNode, operator: string, right: ShellNode): Proofs {
  const key = wholeVariable(left);
  const word = literalOf(right);
  if (key === undefined || word === undefined) return NOTHING;
  const isPattern = /[*?[]/.test(word) && !/^["']/.test(right.text);
  if (isPattern && word === '-*') {
    const noOption: Proofs = { whenTrue: [], whenFalse: [{ key, dash: false, open: true }] };
    return operator === '!=' ? swapped(noOption) : operator === '=~' ? NOTHING : noOption;
  }
  // A backslash outside of quotes is the regular expression's own.
  const regex = /["']/.test(right.text) ? word : right.text;
  const safe = operator === '=~' ? safeRegex(regex) : isPattern ? undefined : safeLiteral(word);
  if (!safe) return NOTHING;
  const proof = [{ key, ...safe }];
  if (operator === '!=') return { whenTrue: [], whenFalse: proof };
  return ['=', '==', '=~'].includes(operator) ? { whenTrue: proof, whenFalse: [] } : NOTHING;
}

/** The variable that a word is nothing but: `$A`, `"$A"`, `"${A}"`. */
export function wholeVariable(word: ShellNode): string | undefined {
  const inner = word.type === 'string' ? word.namedChildren : [word];
  const [only] = inner;
  if (!only || inner.length !== 1) return undefined;
  const bare = word.type === 'string' ? word.text === `"${only.text}"` : true;
  const expansion = bare ? readExpansion(only) : undefined;
  return expansion && expansion.operator === '' ? variableKey(expansion.name, only) : undefined;
}

function commandProofs(node: ShellNode): Proofs {
  const command = effectiveCommand(readCommand(node));
  if (command.name === 'test' && command.args.length === 3) {
    const [left, , right] = command.args;
    return left && right ? compare(left, command.words[1] ?? '', right) : NOTHING;
  }
  const redirect = redirectsOf({ node }).find(({ type }) => type === 'herestring_redirect');
  const [fed] = redirect?.namedChildren ?? [];
  return fed ? grepProofs(node, wholeVariable(fed)) : NOTHING;
}

/** `echo "$A" | grep -Eq '^[a-z]+$'` */
function pipelineProofs(node: ShellNode): Proofs {
  const [first, last, more] = node.namedChildren;
  if (first?.type === 'negated_command') {
    // The grammar binds `! a | b` as `(! a) | b`; the shell negates the whole pipeline.
    const [printer] = first.namedChildren;
    return printer && last && !more ? swapped(printedProofs(printer, last)) : NOTHING;
  }
  return first && last && !more ? printedProofs(first, last) : NOTHING;
}

function printedProofs(first: ShellNode, last: ShellNode): Proofs {
  if (first.type !== 'command' || last.type !== 'command') return NOTHING;
  const printer = readCommand(first);
  if (printer.name !== 'echo' && printer.name !== 'printf') return NOTHING;
  const printed = printer.args.filter((_, i) => !/^-[neE]+$|^'?%s/.test(printer.words[i] ?? ''));
  const [only] = printed;
  return only && printed.length === 1 ? grepProofs(last, wholeVariable(only)) : NOTHING;
}

function grepProofs(node: ShellNode, key: string | undefined): Proofs {
  const { name, words } = effectiveCommand(readCommand(node));
  if (key === undefined || (name !== 'grep' && name !== 'egrep')) return NOTHING;
  const options = words.filter((word) => word.startsWith('-'));
  if (options.some((word) => /^-[a-zA-Z]*v|^--invert/.test(word))) return NOTHING;
  const whole = options.some((word) => /^-[a-zA-Z]*x|^--line-regexp/.test(word));
  const pattern = words.find((word) => !word.startsWith('-')) ?? '';
  const safe = safeRegex(whole ? `^${pattern}$` : pattern);
  return safe ? { whenTrue: [{ key, ...safe }], whenFalse: [] } : NOTHING;
}
