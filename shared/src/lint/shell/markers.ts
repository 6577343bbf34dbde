import type { LintJob } from '../context.js';
import { commandsOf, literalOf, type ShellCommand } from './commands.js';
import type { JobScript } from './script.js';
import { enclosing } from './tree.js';

/**
 * A `chat_reply` marker as a script writes it: `section_start:$(date +%s):chat_reply\r\033[0K`, in escapes that echo -e,
 * printf or $'…' turn into bytes. GitLab's grammar: lib/gitlab/regex.rb, `section_header_regex`.
 */
export interface WrittenMarker {
  readonly kind: 'start' | 'end';
  readonly script: JobScript;
  /** The marker's own text in the script, up to the end of what belongs to it. */
  readonly start: number;
  readonly end: number;
  /** The time between the colons, as written. */
  readonly time: string;
  /** What follows the name: the carriage return and the erase sequence, as written. */
  readonly tail: string;
  /** Text right after the marker, inside the same word. */
  readonly after: string;
  readonly command: ShellCommand | undefined;
  /** How the command treats backslash escapes in this word. */
  readonly escapes: 'interpreted' | 'printed';
  /** In single quotes: `$(…)` and `$NAME` stay as they are. */
  readonly expands: boolean;
}

const MARKER =
  /section_(start|end):([^\n]*?):chat_reply(\[[^\]\n]*\])?((?:\\r|\r)?(?:(?:\\033|\\e|\\E|\\x1b|\\x1B|\\u001b|\x1b)\[0?K)?)/g;

/** The only end that GitLab takes: CR, ESC, `[0K`. */
export const GOOD_TAIL = /^(?:\\r|\r)(?:\\033|\\e|\\E|\\x1[bB]|\\u001b|\x1b)\[0K$/;

export function* markersOf({ scripts }: LintJob): Generator<WrittenMarker> {
  for (const script of scripts) {
    if (!script.text.includes('chat_reply')) continue;
    const commands = [...commandsOf(script.root)];
    for (const match of script.text.matchAll(MARKER)) {
      const start = match.index;
      const end = start + match[0].length;
      // The innermost command whose own arguments hold the marker: not the `date` inside of it.
      const command = commands.findLast(({ args }) =>
        args.some((arg) => arg.startIndex <= start && end <= arg.endIndex),
      );
      const word = command?.args.find((arg) => arg.startIndex <= start && end <= arg.endIndex);
      const style = word?.type ?? '';
      yield {
        kind: match[1] === 'end' ? 'end' : 'start',
        script,
        start,
        end,
        time: match[2] ?? '',
        tail: match[4] ?? '',
        after: word ? script.text.slice(end, word.endIndex).replace(/["']$/, '') : '',
        command,
        escapes: command && word ? escapesOf(command, style, word) : 'interpreted',
        expands:
          !(word && enclosing(word, 'raw_string')) &&
          !script.text.slice(word?.startIndex ?? 0, start).startsWith("'"),
      };
    }
  }
}

function escapesOf(
  command: ShellCommand,
  style: string,
  word: ShellCommand['args'][number],
): WrittenMarker['escapes'] {
  if (style === 'ansi_c_string' || word.text.startsWith("$'")) return 'interpreted';
  if (command.name === 'printf') {
    const place = command.args.indexOf(word);
    const format = literalOf(command.args[0] ?? word) ?? '';
    return place === 0 || format.includes('%b') ? 'interpreted' : 'printed';
  }
  if (command.name === 'echo') {
    return command.args.some((arg) => /^-[nE]*e[neE]*$/.test(literalOf(arg) ?? ''))
      ? 'interpreted'
      : 'printed';
  }
  return 'interpreted';
}
