import type { ChatUse } from './chat-uses.js';
import type { ShellCommand } from './commands.js';
import type { Expansion } from './expansions.js';
import type { TextFlow } from './flows.js';
import { programTextOf, readsProgram } from './programs.js';
import { contains, enclosing } from './tree.js';
import { effectiveCommand } from './wrappers.js';

/** Text from chat in the text of a program. */
export interface ProgramUse {
  /** Who runs it, in the words of a message: `by sh`. */
  readonly by: string;
  /** The job's own shell runs it, as `eval` or as a command; otherwise it becomes text of another program. */
  readonly isWhole: boolean;
}

export function programUse({ command, argument, isName, expansion }: ChatUse): ProgramUse | undefined {
  if (!command) return undefined;
  if (isName) return { by: 'as a command', isWhole: true };
  const program = argument && programTextOf(command);
  const text = program?.nodes.find((node) => contains(node, expansion.node));
  if (!program || !text) return undefined;
  return { by: `by ${program.by}`, isWhole: program.isOwn === true };
}

/** The command's name is nothing but the expansion. */
export function isWholeName({ command, expansion }: ChatUse): boolean {
  if (!command) return false;
  return bare(effectiveCommand(command).nameNode?.text ?? '') === expansion.node.text;
}

/** Text from chat in a program that a command reads: from a pipe, a here-document, `source <(…)`. */
export interface FedProgram {
  readonly expansion: Expansion;
  /** What is fed is nothing else. */
  readonly isWhole: boolean;
}

export function programsFed(command: ShellCommand, flow: TextFlow): readonly FedProgram[] {
  return textFed(command, flow).map((expansion) => ({ expansion, isWhole: isAlone(expansion) }));
}

function textFed(command: ShellCommand, flow: TextFlow): readonly Expansion[] {
  const { name, args } = effectiveCommand(command);
  const [file] = args;
  if (file?.type === 'process_substitution' && name !== undefined && FILE_RUNNERS.has(name)) {
    return flow.output(file);
  }
  return readsProgram(command) === 'a program' ? flow.input(command.node) : [];
}

/** Programs that run the file in their first argument. */
const FILE_RUNNERS = new Set([
  'source',
  '.',
  'sh',
  'bash',
  'dash',
  'zsh',
  'python',
  'python3',
  'node',
  'ruby',
  'perl',
]);

/** The word that holds it, or the here-document, holds nothing else. */
export function isAlone({ node }: Expansion): boolean {
  const body = enclosing(node, 'heredoc_body');
  if (body) return body.text.trim() === node.text;
  let word = node;
  while (word.parent && ['string', 'concatenation'].includes(word.parent.type)) word = word.parent;
  return bare(word.text) === node.text;
}

function bare(word: string): string {
  return word.replace(/^"(.*)"$/s, '$1');
}
