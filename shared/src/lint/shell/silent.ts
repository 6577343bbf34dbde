import type { ShellCommand } from './commands.js';
import { factsOf } from './facts.js';
import { isLogged } from './logged.js';
import type { ScriptUnit } from './script.js';
import type { ShellNode } from './tree.js';
import { effectiveCommand } from './wrappers.js';

/** Commands that print nothing when they succeed. */
const SILENT = new Set([
  ...[
    ':',
    'true',
    'false',
    'exit',
    'cd',
    'export',
    'set',
    'unset',
    'shopt',
    'sleep',
    'test',
    '[',
    'mkdir',
    'rmdir',
  ],
  ...[
    'touch',
    'rm',
    'cp',
    'mv',
    'chmod',
    'chown',
    'ln',
    'return',
    'shift',
    'trap',
    'umask',
    'wait',
    'local',
    'declare',
  ],
  ...['read', 'ulimit', 'break', 'continue'],
]);

/** Something runs, and nothing of it prints when all goes well. */
export function isSilent(units: readonly Pick<ScriptUnit, 'root'>[]): boolean {
  const facts = units.map(({ root }) => factsOf(root));
  const commands = facts.flatMap((one) => one.commands);
  const others = facts.flatMap(({ assignments, declarations }) => [...assignments, ...declarations]);
  if (commands.length + others.length === 0) return false;
  return commands.every(isSilentCommand) && !facts.some(({ declarations }) => declarations.some(lists));
}

/** A statement that prints nothing when all goes well. */
export function isSilentStatement(root: ShellNode): boolean {
  return isSilent([{ root }]);
}

function isSilentCommand(command: ShellCommand): boolean {
  if (!isLogged(command.node)) return true;
  const { name, words } = effectiveCommand(command);
  if (name === undefined || !SILENT.has(name)) return false;
  return !words.some((word) => /^-[a-z]*v|^--verbose|^-[a-z]*x$/.test(word));
}

/** `export -p`, `declare`. */
function lists({ text }: ShellNode): boolean {
  return /^\w+(\s+-\w*p.*)?$/.test(text.trim());
}
