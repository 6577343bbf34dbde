import { readCommand, redirectsIn, redirectsOf, type ShellCommand } from './commands.js';
import { type Expansion, hidesValue, readExpansion } from './expansions.js';
import { isSafeClass } from './safe-text.js';
import type { ShellNode } from './tree.js';
import { effectiveCommand } from './wrappers.js';

/** Says whether an expansion carries text from chat. */
export type IsTainted = (expansion: Expansion) => boolean;

/**
 * Where text goes in a shell script: which expansions stand in the text of a word, in what a command prints, and in
 * what it reads on its standard input. Output of programs that are not known to hand text on counts as clean.
 */
export class TextFlow {
  readonly #isTainted: IsTainted;

  constructor(isTainted: IsTainted) {
    this.#isTainted = isTainted;
  }

  /** Tainted expansions whose text is in the text of `node`. */
  into(node: ShellNode): readonly Expansion[] {
    if (node.type === 'command_substitution' || node.type === 'process_substitution')
      return this.output(node);
    const expansion = node.type === 'variable_name' ? undefined : readExpansion(node);
    const own = expansion && !hidesValue(expansion) && !isCleaned(expansion) && this.#isTainted(expansion);
    return [
      ...(own && expansion ? [expansion] : []),
      ...node.namedChildren.flatMap((child) => this.into(child)),
    ];
  }

  carries(node: ShellNode): boolean {
    return this.into(node).length > 0;
  }

  /** Tainted expansions whose text a statement prints, or each statement inside of it. */
  output(node: ShellNode): readonly Expansion[] {
    switch (node.type) {
      case 'command':
        return this.#commandOutput(node);
      case 'pipeline': {
        const last = node.namedChildren.at(-1);
        return last ? this.output(last) : [];
      }
      case 'redirected_statement': {
        const body = node.childForFieldName('body');
        const isAway = redirectsIn(node).some(sendsAway);
        // The grammar puts the rest of `cat <<EOF | sh` into the redirect.
        const rest = node.namedChildren.flatMap(({ type, namedChildren }) =>
          type === 'heredoc_redirect' ? namedChildren.filter((child) => child.type === 'pipeline') : [],
        );
        if (rest.length > 0) return rest.flatMap((pipeline) => this.output(pipeline));
        return body && !isAway ? this.output(body) : [];
      }
      case 'function_definition':
        return [];
      default:
        return node.namedChildren.flatMap((child) => this.output(child));
    }
  }

  /** Tainted expansions whose text a command gets on its standard input. */
  input(command: ShellNode): readonly Expansion[] {
    for (let node = command; node.parent !== null; node = node.parent) {
      const fed = redirectsOf({ node }).flatMap((redirect) => this.#redirected(redirect));
      if (fed.length > 0) return fed;
      const { parent } = node;
      if (parent.type === 'pipeline') {
        const before = parent.namedChildren[parent.namedChildren.indexOf(node) - 1];
        if (before) return this.output(before);
      }
      if (parent.type === 'heredoc_redirect') return this.#redirected(parent);
      if (['command_substitution', 'process_substitution', 'function_definition'].includes(parent.type))
        return [];
    }
    return [];
  }

  #redirected(redirect: ShellNode): readonly Expansion[] {
    switch (redirect.type) {
      case 'herestring_redirect':
        return this.into(redirect);
      case 'heredoc_redirect':
        return redirect.namedChildren
          .filter(({ type }) => type === 'heredoc_body')
          .flatMap((body) => this.into(body));
      case 'file_redirect': {
        const source = redirect.namedChildren.find(({ type }) => type === 'process_substitution');
        return source && redirect.text.startsWith('<') ? this.output(source) : [];
      }
      default:
        return [];
    }
  }

  #commandOutput(node: ShellNode): readonly Expansion[] {
    if (redirectsOf({ node }).some(sendsAway)) return [];
    const command = effectiveCommand(readCommand(node));
    const { name, args } = command;
    if (name === undefined) return [];
    if (PRINTERS.has(name)) return isShellQuoted(command) ? [] : args.flatMap((arg) => this.into(arg));
    if (!FILTERS.has(name) || cleans(command)) return [];
    const own = TRANSFORMERS.has(name) ? args.flatMap((arg) => this.into(arg)) : [];
    return [...own, ...this.input(node)];
  }
}

const PRINTERS = new Set(['echo', 'printf', 'basename', 'dirname', 'realpath', 'readlink']);

/** Programs that hand on what they read, or parts of it. */
const FILTERS = new Set([
  ...[
    'cat',
    'sed',
    'awk',
    'gawk',
    'tr',
    'cut',
    'head',
    'tail',
    'grep',
    'egrep',
    'sort',
    'uniq',
    'rev',
    'tee',
  ],
  ...['paste', 'fold', 'fmt', 'column', 'nl', 'tac', 'jq', 'yq', 'envsubst', 'xargs', 'expand'],
]);

/** Filters whose arguments are in their output too. */
const TRANSFORMERS = new Set(['sed', 'awk', 'gawk', 'jq', 'yq', 'xargs']);

function sendsAway(redirect: ShellNode): boolean {
  return (
    redirect.type === 'file_redirect' &&
    /^1?&?>/.test(redirect.text) &&
    !/>&?\s*\/dev\/(stderr|stdout)$/.test(redirect.text)
  );
}

/** `printf %q` makes one shell word of anything. */
function isShellQuoted({ name, words }: ShellCommand): boolean {
  return (
    name === 'printf' &&
    words.some((word) => word.includes('%q')) &&
    !words.some((word) => /%[sb]/.test(word))
  );
}

/** `tr -cd 'a-z0-9'`, `sed 's/[^a-z]//g'`: only harmless characters are left. */
function cleans({ name, words }: ShellCommand): boolean {
  if (name === 'tr') {
    const options = words.filter((word) => /^-/.test(word)).join('');
    const set = words.find((word) => !word.startsWith('-')) ?? '';
    const inside = set.replace(/^\[(?!:)(.*)\]$/s, '$1');
    return /d/.test(options) && /[cC]/.test(options) && isSafeClass(inside);
  }
  if (name !== 'sed') return false;
  const removed = words.map((word) => /^s(.)\[\^(.+)\]\+?\1[\w-]?\1g/.exec(word)?.[2]);
  return removed.some((inside) => inside !== undefined && isSafeClass(inside));
}

/** `${NAME//[^a-z]/}`, `${NAME%%[^a-z]*}`: only harmless characters are left. `${NAME@Q}`: one shell word. */
export function isCleaned({ operator }: Expansion): boolean {
  if (/^@[QK]$/.test(operator)) return true;
  const removed =
    /^\/\/\[[!^](.+?)\](?:\/([\w-]?))?$/s.exec(operator) ?? /^%%\[[!^](.+?)\]\*$/s.exec(operator);
  return removed?.[1] !== undefined && isSafeClass(removed[1]);
}
