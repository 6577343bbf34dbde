/**
 * Text that a check lets through and that then means nothing to a shell, a regular expression's or an SQL's syntax:
 * letters, digits and a few signs. What a chat user types is harmless within such bounds.
 */

const SAFE = /^[A-Za-z0-9_.,:/=@+%-]*$/;

/** The inside of a bracket expression: only safe characters, ranges of them and named classes. */
export function isSafeClass(inside: string): boolean {
  const plain = inside
    .replace(/\[:(alnum|alpha|digit|upper|lower|xdigit|word):\]/g, '')
    .replace(/\\[wd]/g, '')
    .replace(/\\([-./_@:+,=])/g, '$1');
  return SAFE.test(plain);
}

/** What a check proves of a text that passes it. */
export interface SafeText {
  /** It may begin with `-`, which makes an option of it. */
  readonly dash: boolean;
}

/** A regular expression from `^` to `$` that only safe text matches. */
export function safeRegex(pattern: string): SafeText | undefined {
  if (!/^\^.*[^\\]\$$/s.test(pattern)) return undefined;
  const atoms: string[] = [];
  for (let rest = pattern.slice(1, -1); rest !== ''; ) {
    const atom = ATOM.exec(rest)?.[0];
    if (atom === undefined) return undefined;
    if (atom.startsWith('[') && !isSafeClass(atom.slice(1, -1))) return undefined;
    atoms.push(atom);
    rest = rest.slice(atom.length);
  }
  return { dash: atoms.some((atom, i) => mayBegin(atoms, i) && holdsDash(atom)) };
}

/** One piece of a pattern whose pieces are all safe; a negated class is not. */
const ATOM =
  /^(?:\[(?!\^)(?:\[:\w+:\]|\\.|[^\]\\])+\]|\\[wd]|\\[-./_@:+,=]|[A-Za-z0-9_,:/=@%-]|\((?:\?:)?|\)|\||[*+?]|\{\d*,?\d*\})/;

function mayBegin(atoms: readonly string[], at: number): boolean {
  const before = atoms[at - 1];
  return before === undefined || before.startsWith('(') || before === '|';
}

function holdsDash(atom: string): boolean {
  return atom === '-' || atom === '\\-' || /^\[-|-\]$|\\-/.test(atom);
}

/** A literal word that is safe as it stands. */
export function safeLiteral(text: string): SafeText | undefined {
  return SAFE.test(text) ? { dash: text.startsWith('-') } : undefined;
}
