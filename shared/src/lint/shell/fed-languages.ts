import { redirectsOf, type ShellCommand } from './commands.js';
import type { Expansion } from './expansions.js';
import type { TextFlow } from './flows.js';
import type { Language } from './languages.js';
import { isAlone, programsFed } from './program-uses.js';
import { programTextOf, readsProgram } from './programs.js';
import { enclosing } from './tree.js';
import { literalOf } from './words.js';
import { effectiveCommand } from './wrappers.js';

/** Text from chat that becomes part of a language on its way through a command. */
export interface FedLanguage {
  readonly expansion: Expansion;
  readonly language: Language;
}

/** Text from chat on a command's standard input, where that is a program or another language. */
export function fedLanguages(command: ShellCommand, flow: TextFlow): readonly FedLanguage[] {
  const parts = programsFed(command, flow).filter(({ isWhole }) => !isWhole);
  if (parts.length > 0) {
    const language = { what: `a program that is run by ${command.name}` };
    return parts.map(({ expansion }) => ({ expansion, language }));
  }
  const language = languageRead(command);
  return language ? flow.input(command.node).flatMap((expansion) => looksLike(language, expansion)) : [];
}

function languageRead(command: ShellCommand): (Language & { readonly looks?: RegExp }) | undefined {
  const read = readsProgram(command);
  if (read !== undefined) return read === 'a program' ? undefined : { what: read };
  const { name, words } = effectiveCommand(command);
  if ((name === 'kubectl' || name === 'oc') && isAfter(words, /^(-f|--filename)$/, '-')) {
    return { what: 'a Kubernetes manifest' };
  }
  if (
    name === 'curl' &&
    words.some((word) => word === '@-' || /^(-d|--data[a-z-]*=|--json=)@-$/.test(word))
  ) {
    return { what: 'JSON', mild: true, looks: /[{[]/ };
  }
  const what = xargsProgram(command);
  return what === undefined ? undefined : { what };
}

function looksLike(
  { looks, ...language }: Language & { readonly looks?: RegExp },
  expansion: Expansion,
): readonly FedLanguage[] {
  const text = enclosing(expansion.node, 'heredoc_body', 'string')?.text ?? '';
  return looks === undefined || looks.test(text) ? [{ expansion, language }] : [];
}

function isAfter(words: readonly string[], option: RegExp, value: string): boolean {
  return words.some((word, i) => word === value && option.test(words[i - 1] ?? ''));
}

/** `xargs -I{} sh -c "… {} …"`: xargs puts what it reads into the program's text. */
function xargsProgram(command: ShellCommand): string | undefined {
  if (command.name !== 'xargs') return undefined;
  const at = command.words.findIndex((word) => /^(-I|-i|--replace)/.test(word));
  const word = command.words[at] ?? '';
  const placeholder =
    word === '-I' ? command.words[at + 1] : word.replace(/^(-I|-i|--replace=?)/, '') || '{}';
  const program = programTextOf(command);
  if (at < 0 || !placeholder || !program?.nodes.some(({ text }) => text.includes(placeholder)))
    return undefined;
  return `a program that is run by ${program.by}`;
}

const PROGRAM_FILE = 'a program’s file';

const FILE_LANGUAGES: readonly (readonly [RegExp, string])[] = [
  [/\.json$/, 'a JSON file'],
  [/\.ya?ml$/, 'a YAML file'],
  [/\.(sql|cql)$/, 'an SQL file'],
  [/\.(sh|bash|py|rb|js|pl|php|ps1)$/, PROGRAM_FILE],
  [/\.(html?|xml|svg)$/, 'a file of markup'],
  [/\.(tf|tfvars|hcl)$/, 'a Terraform file'],
  [/(^|\/)Dockerfile$/, 'a Dockerfile'],
];

const PRINTERS = new Set(['echo', 'printf']);

/** Text from chat that a command writes into a file whose name tells its language; alone it is data, but in a program. */
export function fileLanguages(command: ShellCommand, flow: TextFlow): readonly FedLanguage[] {
  const { name, args } = effectiveCommand(command);
  const isPrinter = name !== undefined && PRINTERS.has(name);
  if (!isPrinter && name !== 'cat' && name !== 'tee') return [];
  const what = languageOfFile(command, name === 'tee');
  if (what === undefined) return [];
  const carried = isPrinter ? args.flatMap((arg) => flow.into(arg)) : flow.input(command.node);
  return carried
    .filter((expansion) => what === PROGRAM_FILE || !isAlone(expansion))
    .map((expansion) => ({ expansion, language: { what, mild: true } }));
}

function languageOfFile(command: ShellCommand, isTee: boolean): string | undefined {
  const targets = redirectsOf(command)
    .filter(({ type, text }) => type === 'file_redirect' && /^1?>/.test(text))
    .map((redirect) => redirect.childForFieldName('destination'));
  const names = [...targets, ...(isTee ? effectiveCommand(command).args : [])];
  const known = names.map((node) => (node ? (literalOf(node) ?? node.text) : ''));
  return FILE_LANGUAGES.find(([pattern]) => known.some((file) => pattern.test(file)))?.[1];
}
