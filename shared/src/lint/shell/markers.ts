import type { LintJob } from '../context.js';
import type { ShellCommand } from './commands.js';
import { factsOf } from './facts.js';
import { programTextOf } from './programs.js';
import type { ScriptUnit } from './script.js';
import { contains, enclosing, MemoKey, type ShellNode, walk } from './tree.js';
import { HOLE, type RenderedWord, renderWord } from './words.js';
import { effectiveCommand } from './wrappers.js';

/**
 * A `chat_reply` marker as a script writes it: `section_start:$(date +%s):chat_reply\r\033[0K`, in escapes that echo -e,
 * printf or $'…' turn into bytes. GitLab's grammar: lib/gitlab/regex.rb, `section_header_regex`.
 */
export interface WrittenMarker {
  readonly kind: 'start' | 'end';
  /** `chat_reply`, or a name that is almost that. */
  readonly name: string;
  readonly unit: ScriptUnit;
  /** Offsets in the unit's text: the marker, its name, its tail. */
  readonly start: number;
  readonly end: number;
  readonly nameStart: number;
  readonly tailStart: number;
  /** The time between the colons after quotes are taken away, with HOLE for expansions. */
  readonly time: string;
  /** The expansions in the time. */
  readonly timeNodes: readonly ShellNode[];
  /** What follows the name: the carriage return and the erase sequence, as written. */
  readonly tail: string;
  /** Text right after the marker, inside the same word, quotes taken away. */
  readonly after: string;
  /** The statement that prints it. */
  readonly node: ShellNode;
  readonly command: ShellCommand | undefined;
  /** What becomes of backslash escapes; `unknown` where another program prints. */
  readonly escapes: 'interpreted' | 'printed' | 'unknown';
  /** It stands in the text of a program that runs later or elsewhere: `trap '…' EXIT`. */
  readonly isInner: boolean;
}

const CR = String.raw`(?:\\r|\\015|\\x0[dD]|\r)`;
const ESC = String.raw`(?:\\0?33|\\0033|\\[eE]|\\x1[bB]|\\u001[bB]|\x1b)`;
const MARKER = new RegExp(
  String.raw`section_(start|end):([^\n:]*):(chat_reply(?=r0?33)|[\w.-]+)(\[[^\]\n]*\])?(${CR}?${ESC}?(?:\[\d*K)?)`,
  'g',
);

/** The only end that GitLab takes: CR, ESC, `[0K`. */
export const GOOD_TAIL = new RegExp(String.raw`^${CR}${ESC}\[0K$`);

/** Names that somebody meant to be `chat_reply`. */
const ALMOST = /^chat[-_.]?(?:repl(?:y|ay|ies)|response|answer)$/i;

export function* markersOf({ scripts }: Pick<LintJob, 'scripts'>): Generator<WrittenMarker> {
  for (const { units } of scripts) {
    for (const unit of units) if (/section_(start|end):/.test(unit.text)) yield* markersIn(unit);
  }
}

const MARKERS = new MemoKey<readonly Omit<WrittenMarker, 'unit'>[]>();

function* markersIn(unit: ScriptUnit): Generator<WrittenMarker> {
  const found = unit.root.memo(MARKERS, () => [...findMarkers(unit.root)]);
  for (const marker of found) yield { ...marker, unit };
}

function* findMarkers(root: ShellNode): Generator<Omit<WrittenMarker, 'unit'>> {
  const { commands, assignments } = factsOf(root);
  for (const command of commands) {
    const program = programTextOf(command)?.nodes ?? [];
    for (const argument of command.args) {
      const isInner = program.includes(argument);
      yield* inWord(renderWord(argument), {
        command,
        node: command.node,
        escapes: isInner ? 'unknown' : escapesOf(command, argument),
        isInner,
      });
    }
  }
  for (const { value, node } of assignments) {
    yield* inWord(renderWord(value), { command: undefined, node, escapes: 'unknown', isInner: false });
  }
  for (const body of walk(root)) {
    if (body.type !== 'heredoc_body') continue;
    const reader = enclosing(body, 'redirected_statement')?.childForFieldName('body');
    const isCopied = reader?.childForFieldName('name')?.text === 'cat';
    yield* inWord(renderWord(body), {
      command: undefined,
      node: body,
      escapes: isCopied ? 'printed' : 'unknown',
      isInner: false,
    });
  }
}

type Around = Pick<WrittenMarker, 'command' | 'node' | 'escapes' | 'isInner'>;

function* inWord(word: RenderedWord, around: Around): Generator<Omit<WrittenMarker, 'unit'>> {
  if (!word.text.includes('section_')) return;
  const at = (offset: number): number => word.offsets[offset] ?? around.node.endIndex;
  for (const match of word.text.matchAll(MARKER)) {
    const [whole, kind = '', time = '', name = '', , tail = ''] = match;
    if (name !== 'chat_reply' && !ALMOST.test(name)) continue;
    const timeFrom = match.index + `section_${kind}:`.length;
    const nameFrom = timeFrom + time.length + 1;
    const end = match.index + whole.length;
    const holesBefore = word.text.slice(0, timeFrom).split(HOLE).length - 1;
    const holes = time.split(HOLE).length - 1;
    yield {
      ...around,
      kind: kind === 'end' ? 'end' : 'start',
      name,
      start: at(match.index),
      end: end > 0 ? at(end - 1) + 1 : at(end),
      nameStart: at(nameFrom),
      tailStart: tail === '' ? at(end - 1) + 1 : at(end - tail.length),
      time,
      timeNodes: word.holes.slice(holesBefore, holesBefore + holes),
      tail,
      after: word.text.slice(end),
    };
  }
}

function escapesOf(command: ShellCommand, argument: ShellNode): WrittenMarker['escapes'] {
  const { name, args, words } = effectiveCommand(command);
  if (name === 'printf') {
    const format = words[0] === '-v' ? 2 : words[0] === '--' ? 1 : 0;
    return args.indexOf(argument) === format || words[format]?.includes('%b') ? 'interpreted' : 'printed';
  }
  if (name === 'echo') return words.some((word) => /^-[nE]*e[neE]*$/.test(word)) ? 'interpreted' : 'printed';
  return 'unknown';
}

/** A marker inside of a function is printed where the function is called. */
export function placesOf(marker: WrittenMarker, units: readonly ScriptUnit[]): readonly MarkerPlace[] {
  const own = { unit: marker.unit, node: marker.node };
  const definition = enclosing(marker.node, 'function_definition');
  const name = definition?.childForFieldName('name')?.text;
  if (!definition || name === undefined) return [own];
  return units.flatMap((unit) =>
    factsOf(unit.root)
      .commands.filter(
        (command) => command.name === name && !isInside(unit, marker.unit, command.node, definition),
      )
      .map(({ node }) => ({ unit, node })),
  );
}

export interface MarkerPlace {
  readonly unit: ScriptUnit;
  readonly node: ShellNode;
}

function isInside(unit: ScriptUnit, other: ScriptUnit, node: ShellNode, definition: ShellNode): boolean {
  return unit === other && contains(definition, node);
}
