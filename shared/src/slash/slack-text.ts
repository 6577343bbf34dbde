import { type SlackPart, slackParts } from './slack-parts.js';

/**
 * What a person meant by the text of a slash command, beside what arrived. For hints, forms and lookups only: the text
 * that goes to GitLab, and so CHAT_INPUT, is always the one that arrived.
 */
export interface SlackText {
  readonly parts: readonly SlackPart[];
  /** Entities decoded, mentions and links as typed (`@name`, `#name`, the shown text of a link). */
  readonly plain: string;
  /**
   * The plain text's words: white space (a no-break space too) separates, straight or curly quotes group, a long dash
   * at the beginning of a word is what the keyboard made of `--`, a shorter one of `-`. Nothing is changed in quotes.
   */
  readonly words: readonly string[];
  /** How the words differ from those that the job will see in CHAT_INPUT; each once. */
  readonly differences: readonly TextDifference[];
}

export type TextDifference = 'entity' | 'mention' | 'link' | 'dash' | 'curly_quote' | 'no_break_space';

/** Reads a text as Slack sends it. Never fails: what is no token of Slack's is text. */
export function readSlackText(raw: string): SlackText {
  const parts = slackParts(raw);
  const differences = new Set<TextDifference>();
  for (const part of parts) {
    if (part.kind === 'text' && part.entities) differences.add('entity');
    else if (part.kind === 'link') differences.add('link');
    else if (part.kind !== 'text') differences.add('mention');
  }
  const words = readWords(parts, differences);
  return { parts, plain: parts.map(({ shown }) => shown).join(''), words, differences: [...differences] };
}

/** Closing quotes by opening one. A quote inside a word (`it’s`, `a"b`) is a letter of it. */
const QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '“': '”“"',
  '”': '”"',
  '„': '“”"',
  '‘': "’‘'",
  '’': "’'",
};
const DASHES: Readonly<Record<string, string>> = { '—': '--', '–': '-' };
const SPACE = /[ \t\r\n\f\v\u00a0]/;

/** A character of the plain text, or a whole mention or link: those are never cut at their white space. */
interface Unit {
  readonly text: string;
  readonly atom: boolean;
}

function readWords(parts: readonly SlackPart[], differences: Set<TextDifference>): string[] {
  const units = parts.flatMap(({ kind, shown }): Unit[] =>
    kind === 'text' ? Array.from(shown, (text) => ({ text, atom: false })) : [{ text: shown, atom: true }],
  );
  const words: string[] = [];
  const unpaired = new Set<string>(); // quotes that no later one closes: looked for only once
  let at = 0;
  while (at < units.length) {
    if (isSpace(units[at], differences)) {
      at += 1;
      continue;
    }
    const quoted = readQuoted(units, at, unpaired, differences);
    if (quoted !== null) {
      words.push(quoted.word);
      at = quoted.next;
      continue;
    }
    let word = startOfWord(units[at], differences);
    for (at += 1; at < units.length && !isSpace(units[at], differences); at++) word += units[at]?.text ?? '';
    words.push(word);
  }
  return words;
}

function isSpace(unit: Unit | undefined, differences: Set<TextDifference>): boolean {
  if (unit === undefined || unit.atom || !SPACE.test(unit.text)) return false;
  if (unit.text === '\u00a0') differences.add('no_break_space');
  return true;
}

function startOfWord(unit: Unit | undefined, differences: Set<TextDifference>): string {
  if (unit === undefined) return '';
  const dash = unit.atom ? undefined : DASHES[unit.text];
  if (dash === undefined) return unit.text;
  differences.add('dash');
  return dash;
}

/** A quoted word, if a quote stands here and its partner ends a word later on; else the quote is just a character. */
function readQuoted(
  units: readonly Unit[],
  at: number,
  unpaired: Set<string>,
  differences: Set<TextDifference>,
): { word: string; next: number } | null {
  const open = units[at];
  const closing = open === undefined || open.atom ? undefined : QUOTES[open.text];
  if (open === undefined || closing === undefined || unpaired.has(open.text)) return null;
  let word = '';
  for (let i = at + 1; i < units.length; i++) {
    const unit = units[i];
    if (unit === undefined) break;
    const after = units[i + 1];
    const ends = after === undefined || (!after.atom && SPACE.test(after.text));
    if (!unit.atom && closing.includes(unit.text) && ends) {
      if (open.text > '\x7f') differences.add('curly_quote');
      return { word, next: i + 1 };
    }
    word += unit.text;
  }
  unpaired.add(open.text);
  return null;
}
