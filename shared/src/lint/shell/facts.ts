import { readCommand, type ShellCommand } from './commands.js';
import { type Expansion, readExpansion } from './expansions.js';
import { MemoKey, type ShellNode, walk } from './tree.js';

/** What rules ask of a syntax tree, found in one walk and kept as long as the tree. */
export interface ShellFacts {
  readonly commands: readonly ShellCommand[];
  readonly expansions: readonly Expansion[];
  /** `NAME=value`, as a statement, before a command, or after `export`, `local` and the like. */
  readonly assignments: readonly {
    readonly name: string;
    readonly value: ShellNode;
    readonly node: ShellNode;
  }[];
  readonly loops: readonly { readonly name: string; readonly values: readonly ShellNode[] }[];
  /** By name. */
  readonly functions: ReadonlyMap<string, ShellNode>;
  readonly substitutions: readonly ShellNode[];
  /** `export`, `declare`, `local` and the like. */
  readonly declarations: readonly ShellNode[];
}

const FACTS = new MemoKey<ShellFacts>();

export function factsOf(root: ShellNode): ShellFacts {
  return root.memo(FACTS, () => collect(root));
}

function collect(root: ShellNode): ShellFacts {
  const commands: ShellCommand[] = [];
  const expansions: Expansion[] = [];
  const assignments: { name: string; value: ShellNode; node: ShellNode }[] = [];
  const loops: { name: string; values: readonly ShellNode[] }[] = [];
  const functions = new Map<string, ShellNode>();
  const substitutions: ShellNode[] = [];
  const declarations: ShellNode[] = [];
  for (const node of walk(root)) {
    switch (node.type) {
      case 'command':
        commands.push(readCommand(node));
        break;
      case 'variable_assignment': {
        const name = node.childForFieldName('name')?.text.replace(/\[.*$/s, '');
        const value = node.childForFieldName('value');
        if (name !== undefined && value !== null) assignments.push({ name, value, node });
        break;
      }
      case 'for_statement': {
        const name = node.childForFieldName('variable')?.text;
        if (name !== undefined) loops.push({ name, values: node.childrenForFieldName('value') });
        break;
      }
      case 'function_definition': {
        const name = node.childForFieldName('name')?.text;
        if (name !== undefined) functions.set(name, node);
        break;
      }
      case 'command_substitution':
        substitutions.push(node);
        break;
      case 'declaration_command':
        declarations.push(node);
        break;
      default: {
        const expansion = readExpansion(node);
        if (expansion) expansions.push(expansion);
      }
    }
  }
  return { commands, expansions, assignments, loops, functions, substitutions, declarations };
}

/** The name of the function whose body a node is in. */
export function functionAround(node: ShellNode): string | undefined {
  for (let next = node.parent; next !== null; next = next.parent) {
    if (next.type === 'function_definition') return next.childForFieldName('name')?.text;
  }
  return undefined;
}
