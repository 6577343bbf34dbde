import { operatorOf, type Proof, type Proofs, proofsOf, wholeVariable } from './conditions.js';
import { isSafeClass, safeLiteral } from './safe-text.js';
import { contains, MemoKey, type ShellNode, walk } from './tree.js';
import { literalOf } from './words.js';

/** From `from` on, inside of `scope`, a variable holds harmless text: something before ends the script otherwise. */
export interface Guard extends Proof {
  readonly scope: ShellNode;
  readonly from: number;
}

const GUARDS = new MemoKey<readonly Guard[]>();

/** The checks that a script makes of its variables. GitLab's scripts end at the first statement that fails. */
export function guardsOf(root: ShellNode): readonly Guard[] {
  return root.memo(GUARDS, () => [...walk(root)].flatMap(guardsFrom));
}

/** Those that hold for a variable at a place. */
export function guardsAt(guards: readonly Guard[], key: string, node: ShellNode): readonly Guard[] {
  return guards.filter(
    (guard) => guard.key === key && guard.from <= node.startIndex && contains(guard.scope, node),
  );
}

function guardsFrom(node: ShellNode): readonly Guard[] {
  switch (node.type) {
    case 'list':
      return listGuards(node);
    case 'if_statement':
      return ifGuards(node);
    case 'case_statement':
      return caseGuards(node);
    default:
      return isStatement(node) ? after(node, proofsOf(node).whenTrue) : [];
  }
}

function within(scope: ShellNode, proofs: readonly Proof[], from = scope.startIndex): readonly Guard[] {
  return proofs.map((proof) => ({ ...proof, scope, from }));
}

function after(node: ShellNode, proofs: readonly Proof[]): readonly Guard[] {
  const block = node.parent;
  return block ? within(block, proofs, node.endIndex) : [];
}

const BLOCKS = ['program', 'compound_statement', 'do_group', 'subshell', 'case_item', 'else_clause'];

/** A statement by itself, not the condition of another. */
function isStatement({ parent, type }: ShellNode): boolean {
  const checks = ['test_command', 'command', 'pipeline', 'redirected_statement'].includes(type);
  return checks && parent !== null && BLOCKS.includes(parent.type);
}

function listGuards(node: ShellNode): readonly Guard[] {
  const [left, right] = node.namedChildren;
  if (!left || !right) return [];
  const { whenTrue, whenFalse } = proofsOf(left);
  const [inRight, afterwards] = operatorOf(node) === '&&' ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
  return [...within(right, inRight), ...(ends(right) ? after(node, afterwards) : [])];
}

function ifGuards(node: ShellNode): readonly Guard[] {
  const conditions = node.childrenForFieldName('condition').filter(({ isNamed }) => isNamed);
  const [condition, second] = conditions;
  if (!condition || second) return [];
  const { whenTrue, whenFalse }: Proofs = proofsOf(condition);
  const branches = node.namedChildren.filter(({ startIndex }) => startIndex >= condition.endIndex);
  const others = branches.filter(({ type }) => type === 'else_clause' || type === 'elif_clause');
  const then = branches.filter((branch) => !others.includes(branch));
  const guards = then.flatMap((branch) => within(branch, whenTrue));
  const [only, more] = others;
  if (only && !more && only.type === 'else_clause') {
    guards.push(...within(only, whenFalse));
    if (ends(only)) guards.push(...after(node, whenTrue));
  }
  if (then.some(ends) && !only) guards.push(...after(node, whenFalse));
  return guards;
}

function caseGuards(node: ShellNode): readonly Guard[] {
  const value = node.childForFieldName('value');
  const key = value ? wholeVariable(value) : undefined;
  if (key === undefined) return [];
  const guards: Guard[] = [];
  const items = node.namedChildren.filter(({ type }) => type === 'case_item');
  let dash = false;
  let closed = true;
  let rest: 'any' | 'refused' | 'harmless' = 'any';
  let noOption = false;
  for (const item of items) {
    const patterns = item.childrenForFieldName('value').map(patternOf);
    const words = patterns.map((pattern) => pattern.words);
    const safe = words.map((word) => (word === undefined ? undefined : safeLiteral(word)));
    if (safe.every((one) => one !== undefined)) {
      const itsDash = safe.some((one) => one?.dash === true);
      dash ||= itsDash && !ends(item);
      guards.push({ key, dash: itsDash, scope: item, from: item.startIndex });
    } else if (ends(item)) {
      noOption ||= patterns.some(({ isOption }) => isOption);
      if (words.includes('*')) rest = 'refused';
      else if (patterns.some(({ refuses }) => refuses)) rest = rest === 'refused' ? rest : 'harmless';
    } else {
      closed = false;
    }
  }
  if (noOption) guards.push(...after(node, [{ key, dash: false, open: true }]));
  // A class that is refused everywhere leaves harmless text, whatever the other items do with it.
  if (rest === 'harmless') guards.push(...after(node, [{ key, dash: true }]));
  else if (rest === 'refused' && closed) guards.push(...after(node, [{ key, dash }]));
  return guards;
}

interface CasePattern {
  /** One fixed word, or `*`. */
  readonly words: string | undefined;
  /** It matches everything with a sign outside of a harmless class. */
  readonly refuses: boolean;
  /** `-*` */
  readonly isOption: boolean;
}

function patternOf(node: ShellNode): CasePattern {
  const text = literalOf(node);
  const quoted = /^["']/.test(node.text);
  const negated = /^\*\[[!^](.+)\]\*$/s.exec(node.text)?.[1];
  const isPlain = text !== undefined && (quoted || !/[*?[]/.test(text) || text === '*');
  return {
    words: isPlain ? text : undefined,
    refuses: negated !== undefined && isSafeClass(negated),
    isOption: text === '-*' && !quoted,
  };
}

const ENDINGS = /^(?:exit|return|die|fail|abort|bail|usage|panic|error_exit|exit_with_\w+)$/;

/** The statements of a branch end the script, or the function. */
export function ends(branch: ShellNode): boolean {
  switch (branch.type) {
    case 'command':
      return ENDINGS.test(branch.childForFieldName('name')?.text ?? '');
    case 'redirected_statement':
    case 'compound_statement':
    case 'else_clause':
    case 'case_item':
      return branch.namedChildren.some(ends);
    case 'list': {
      // `echo why && exit 1`; any other left side may keep the right one from running.
      const [left, right] = branch.namedChildren;
      const name = left?.childForFieldName('name')?.text ?? '';
      return (
        operatorOf(branch) === '&&' && /^(echo|printf)$/.test(name) && right !== undefined && ends(right)
      );
    }
    default:
      return false;
  }
}
