import type { LintJob } from '../context.js';
import { readCommand, type ShellCommand } from './commands.js';
import { type Expansion, expansionsOf } from './expansions.js';
import type { JobScript } from './script.js';
import { enclosing } from './tree.js';

/** One place in a job's scripts where text typed in chat becomes shell text. */
export interface ChatUse {
  readonly script: JobScript;
  readonly expansion: Expansion;
  /** The simple command it is an argument (or the name) of. */
  readonly command: ShellCommand | undefined;
}

export function* chatUses(job: LintJob): Generator<ChatUse> {
  for (const script of job.scripts) {
    if (!script.text.includes('$')) continue;
    for (const expansion of expansionsOf(script.root)) {
      if (!job.tainted.has(expansion.name)) continue;
      // `${#NAME}` is a number, whatever was typed.
      if (expansion.node.text.startsWith('${#')) continue;
      const command = enclosing(expansion.node, 'command');
      yield { script, expansion, command: command && readCommand(command) };
    }
  }
}

/** The argument of its command that holds the use; undefined when it is not in an argument. */
export function argumentOf({ command, expansion }: ChatUse): ShellCommand['args'][number] | undefined {
  const { startIndex, endIndex } = expansion.node;
  return command?.args.find((arg) => arg.startIndex <= startIndex && endIndex <= arg.endIndex);
}

/** The use is (part of) the command's own name. */
export function isCommandName({ command, expansion }: ChatUse): boolean {
  const name = command?.node.childForFieldName('name');
  if (!name) return false;
  return name.startIndex <= expansion.node.startIndex && expansion.node.startIndex < name.endIndex;
}
