import { MemoKey, type ShellNode } from './tree.js';

/** Stands in a rendered word for what only running the script tells: a variable's value, a command's output. */
export const HOLE = '\ufffc';

/** A shell word after quotes are taken away, with the way back to the script's text. */
export interface RenderedWord {
  readonly text: string;
  /** For every character of `text` where it stands in the script; one more for the end. */
  readonly offsets: readonly number[];
  /** The nodes of the holes, in order. */
  readonly holes: readonly ShellNode[];
}

const EXPANSIONS = new Set([
  'simple_expansion',
  'expansion',
  'command_substitution',
  'process_substitution',
  'arithmetic_expansion',
]);

const WORD = new MemoKey<RenderedWord>();

export function renderWord(node: ShellNode): RenderedWord {
  return node.memo(WORD, () => render(node));
}

function render(node: ShellNode): RenderedWord {
  const out = new Renderer();
  out.add(node);
  return { text: out.text, offsets: [...out.offsets, node.endIndex], holes: out.holes };
}

/** The text a word stands for when no expansion takes part in it; undefined otherwise. */
export function literalOf(node: ShellNode): string | undefined {
  const { text, holes } = renderWord(node);
  return holes.length === 0 ? text : undefined;
}

class Renderer {
  text = '';
  readonly offsets: number[] = [];
  readonly holes: ShellNode[] = [];

  add(node: ShellNode): void {
    if (EXPANSIONS.has(node.type)) {
      this.#push(HOLE, node.startIndex);
      this.holes.push(node);
      return;
    }
    switch (node.type) {
      case 'raw_string':
        this.#verbatim(node, 1, node.text.length - 1);
        break;
      case 'ansi_c_string':
        this.#ansiC(node);
        break;
      case 'string':
        this.#between(node, 1, (text, at) => this.#doubleQuoted(text, at));
        break;
      case 'translated_string':
      case 'command_name':
      case 'concatenation':
        this.#parts(node);
        break;
      case 'heredoc_body':
        this.#between(node, 0, (text, at) => this.#doubleQuoted(text, at));
        break;
      default:
        this.#unquoted(node.text, node.startIndex);
    }
  }

  #push(text: string, at: number): void {
    this.text += text;
    for (let i = 0; i < text.length; i++) this.offsets.push(at);
  }

  #verbatim(node: ShellNode, from: number, to: number): void {
    const { text, startIndex } = node;
    for (let i = from; i < to; i++) this.#push(text.charAt(i), startIndex + i);
  }

  #parts(node: ShellNode): void {
    for (const child of node.children) {
      if (child.isNamed || child.text !== '$') this.add(child);
    }
  }

  /** What stands between a node's expansions, and they themselves. `edge`: the length of the quotes. */
  #between(node: ShellNode, edge: number, literal: (text: string, at: number) => void): void {
    const { text, startIndex, endIndex } = node;
    const closed = edge === 0 || text.endsWith('"');
    const end = closed ? endIndex - edge : endIndex;
    let at = startIndex + edge;
    for (const child of node.namedChildren) {
      if (!EXPANSIONS.has(child.type) || child.startIndex < at) continue;
      literal(text.slice(at - startIndex, child.startIndex - startIndex), at);
      this.add(child);
      at = child.endIndex;
    }
    if (at < end) literal(text.slice(at - startIndex, end - startIndex), at);
  }

  /** POSIX shell language, 2.2.3: a backslash keeps its meaning before $ ` " \ and a line break only. */
  #doubleQuoted(text: string, at: number): void {
    for (let i = 0; i < text.length; i++) {
      const next = text.charAt(i + 1);
      if (text[i] === '\\' && next !== '' && '$`"\\\n'.includes(next)) {
        i += 1;
        if (next !== '\n') this.#push(next, at + i);
      } else {
        this.#push(text.charAt(i), at + i);
      }
    }
  }

  #unquoted(text: string, at: number): void {
    for (let i = 0; i < text.length; i++) {
      if (text[i] === '\\' && i + 1 < text.length) {
        i += 1;
        if (text[i] === '\n') continue;
      }
      this.#push(text.charAt(i), at + i);
    }
  }

  #ansiC(node: ShellNode): void {
    const { text, startIndex } = node;
    const inner = text.slice(2, -1);
    for (const match of inner.matchAll(ANSI_C_PIECE)) {
      this.#push(unescapeAnsiC(match[0]), startIndex + 2 + match.index);
    }
  }
}

const ANSI_C_PIECE = /\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[\s\S])|[\s\S]/g;

const SHORT: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** One piece of `$'…'` (bash manual, ANSI-C Quoting). */
function unescapeAnsiC(piece: string): string {
  if (!piece.startsWith('\\')) return piece;
  const rest = piece.slice(1);
  if (/^[0-7]/.test(rest)) return String.fromCharCode(Number.parseInt(rest, 8) & 0xff);
  if (/^[xuU]./.test(rest)) {
    const code = Number.parseInt(rest.slice(1), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : '';
  }
  return SHORT[rest] ?? rest;
}
