import { literalOf, type ShellCommand } from './commands.js';
import type { ShellNode } from './tree.js';

/** Wrappers that run the command in their arguments: what follows them is what counts. */
const WRAPPERS = new Set([
  'sudo',
  'doas',
  'env',
  'exec',
  'command',
  'nohup',
  'time',
  'timeout',
  'nice',
  'xargs',
  'stdbuf',
  'setsid',
]);

/** Interpreters, with the options that take a program text. */
const PROGRAM_OPTIONS: Readonly<Record<string, RegExp>> = {
  sh: /^-[a-z]*c[a-z]*$/,
  bash: /^-[a-z]*c[a-z]*$/,
  dash: /^-[a-z]*c[a-z]*$/,
  ash: /^-[a-z]*c[a-z]*$/,
  zsh: /^-[a-z]*c[a-z]*$/,
  ksh: /^-[a-z]*c[a-z]*$/,
  fish: /^(-c|--command)$/,
  su: /^(-c|--command)$/,
  python: /^-[a-zA-Z]*c$/,
  python2: /^-[a-zA-Z]*c$/,
  python3: /^-[a-zA-Z]*c$/,
  node: /^(-e|-p|-pe|--eval|--print)$/,
  ruby: /^-[a-z]*e$/,
  perl: /^-[a-zA-Z0-9]*[eE]$/,
  php: /^-r$/,
};

/** Languages whose text is an argument: where one is, and what it is called in a message. */
const LANGUAGES: Readonly<Record<string, { readonly what: string; readonly option?: RegExp }>> = {
  psql: { what: 'SQL', option: /^(-[a-zA-Z]*c|--command)$/ },
  mysql: { what: 'SQL', option: /^(-[a-zA-Z]*e|--execute)$/ },
  mariadb: { what: 'SQL', option: /^(-[a-zA-Z]*e|--execute)$/ },
  sqlite3: { what: 'SQL' },
  'clickhouse-client': { what: 'SQL', option: /^(-q|--query)$/ },
  bq: { what: 'SQL' },
  mongo: { what: 'JavaScript', option: /^--eval$/ },
  mongosh: { what: 'JavaScript', option: /^--eval$/ },
  ssh: { what: 'a command line for another machine' },
  sed: { what: 'a sed script' },
  awk: { what: 'an awk program' },
  gawk: { what: 'an awk program' },
  jq: { what: 'a jq filter' },
  grep: { what: 'a regular expression' },
  egrep: { what: 'a regular expression' },
};

/** The program a command really starts, past `sudo`, `env A=b`, `xargs` …, with its own arguments. */
export function effectiveCommand(command: ShellCommand): ShellCommand {
  let { name, args } = command;
  while (name !== undefined && WRAPPERS.has(name)) {
    const next = args.findIndex((arg) => {
      const text = literalOf(arg);
      return text === undefined || !/^-|=|^\d+[smhd]?$/.test(text);
    });
    const program = args[next];
    if (program === undefined) break;
    name = literalOf(program)?.replace(/^.*\//, '');
    args = args.slice(next + 1);
  }
  return { node: command.node, name, args };
}

/** Whether an argument is program text for an interpreter: anywhere in the line, so that `docker exec c sh -c …` counts. */
export function isProgramText(command: ShellCommand, argument: ShellNode): boolean {
  const { name, args } = effectiveCommand(command);
  if (name === 'eval') return true;
  const words = [name, ...args.map((arg) => literalOf(arg))];
  const at = args.indexOf(argument) + 1;
  if (at === 0) return false;
  for (let i = 0; i < at - 1; i++) {
    const option = PROGRAM_OPTIONS[words[i]?.replace(/^.*\//, '') ?? ''];
    if (option === undefined) continue;
    const between = words.slice(i + 1, at);
    if (between.some((word) => word !== undefined && option.test(word))) return true;
  }
  return false;
}

/** What language an argument is text of, in the words of a message; undefined when it is data. */
export function languageOf(command: ShellCommand, argument: ShellNode): string | undefined {
  const { name, args } = effectiveCommand(command);
  const language = name === undefined ? undefined : LANGUAGES[name];
  if (!language || name === undefined) return undefined;
  const words = args.map((arg) => literalOf(arg));
  const at = args.indexOf(argument);
  if (at < 0) return undefined;
  if (language.option) {
    const joined = argument.text
      .replace(/^["']/, '')
      .match(/^--[a-z]+=/)?.[0]
      .slice(0, -1);
    const option = words[at - 1];
    return (option !== undefined && language.option.test(option)) ||
      (joined !== undefined && language.option.test(joined))
      ? language.what
      : undefined;
  }
  const positional = args.filter((arg, i) => !/^-/.test(words[i] ?? '') || arg === argument);
  const place = positional.indexOf(argument);
  // The first word after ssh's options is the host; of grep, sed, awk and jq it is the program.
  if (name === 'ssh') return place >= 1 ? language.what : undefined;
  if (name === 'sqlite3' || name === 'bq') return place >= 1 ? language.what : undefined;
  return place === 0 && !words.slice(0, at).some((word) => word === '-F' || word === '--fixed-strings')
    ? language.what
    : undefined;
}

/** Programs that a here-document or here-string turns into an interpreter of chat text. */
export function readsProgram(command: ShellCommand): string | undefined {
  const { name } = effectiveCommand(command);
  if (name === undefined) return undefined;
  if (name in PROGRAM_OPTIONS) return 'a program';
  return ['sed', 'awk', 'gawk', 'jq', 'grep', 'egrep'].includes(name) ? undefined : LANGUAGES[name]?.what;
}
