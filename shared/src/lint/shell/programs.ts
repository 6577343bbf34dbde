import type { ShellCommand } from './commands.js';
import type { ShellNode } from './tree.js';
import { effectiveCommand, knownName } from './wrappers.js';

/** Interpreters, with the option after which their program's text stands. */
const PROGRAM_OPTIONS: Readonly<Record<string, RegExp>> = {
  sh: /^-[a-z]*c[a-z]*$/,
  bash: /^-[a-z]*c[a-z]*$/,
  dash: /^-[a-z]*c[a-z]*$/,
  ash: /^-[a-z]*c[a-z]*$/,
  zsh: /^-[a-z]*c[a-z]*$/,
  ksh: /^-[a-z]*c[a-z]*$/,
  fish: /^(-c|--command)$/,
  su: /^(-c|--command)$/,
  script: /^(-[a-z]*c|--command)$/,
  flock: /^-c$/,
  python: /^-[a-zA-Z]*c$/,
  python2: /^-[a-zA-Z]*c$/,
  python3: /^-[a-zA-Z]*c$/,
  node: /^(-e|-p|-pe|--eval|--print)$/,
  deno: /^eval$/,
  ruby: /^-[a-z]*e$/,
  rails: /^(runner|r)$/,
  rake: /^(-e|-p|--execute|--execute-print)$/,
  perl: /^-[a-zA-Z0-9]*[eE]$/,
  php: /^-r$/,
  pwsh: /^-(c|command)$/i,
  powershell: /^-(c|command)$/i,
  vagrant: /^(-c|--command)$/,
  expect: /^-c$/,
  groovy: /^-e$/,
};

/** Shells: their program text is shell again, with the environment of the job. */
const SHELLS = new Set(['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh']);

/** Their arguments are one program text. */
const EVALUATORS = new Set(['eval', 'watch', 'parallel', 'alias']);

/** Where the text of the program stands that the command runs: one argument, or all of `eval`'s. */
export interface ProgramText {
  /** Name of the interpreter, for messages. */
  readonly by: string;
  readonly nodes: readonly ShellNode[];
  /** The text is shell and sees the job's variables. */
  readonly isShell: boolean;
  /** The shell itself runs its arguments: `eval`, `trap`. */
  readonly isOwn?: boolean;
}

/** The program texts in a command's arguments, wherever the interpreter stands: `docker exec c sh -c …` counts. */
export function programTextOf(command: ShellCommand): ProgramText | undefined {
  const whole = effectiveCommand(command);
  const { name } = whole;
  if (name === undefined) return interpreterInArguments(command);
  if (EVALUATORS.has(name)) {
    // What follows `:::` is quoted by parallel itself.
    const values = whole.words.indexOf(':::');
    const nodes = values < 0 ? whole.args : whole.args.slice(0, values);
    return { by: name, nodes, isShell: true, isOwn: true };
  }
  if (name === 'trap' && whole.args.length > 1) {
    return { by: name, nodes: whole.args.slice(0, 1), isShell: true, isOwn: true };
  }
  return programOption(whole) ?? interpreterInArguments(command);
}

function programOption({ name, args, words }: ShellCommand): ProgramText | undefined {
  const option = name === undefined ? undefined : PROGRAM_OPTIONS[name];
  if (!option || name === undefined) return undefined;
  const at = words.findIndex((word) => option.test(word));
  if (at < 0) return undefined;
  // `bash -c -e text`: options may follow, `-o` with a value.
  let next = at + 1;
  while (SHELLS.has(name) && /^[-+][a-z]+$/i.test(words[next] ?? ''))
    next += /o$/.test(words[next] ?? '') ? 2 : 1;
  const text = args[next];
  return text ? { by: name, nodes: [text], isShell: SHELLS.has(name) || name === 'su' } : undefined;
}

/** `anything … sh -c text`: an unknown program that starts a shell. */
function interpreterInArguments({ args, words, node }: ShellCommand): ProgramText | undefined {
  for (const [i, word] of words.entries()) {
    const name = knownName(word);
    if (name === undefined || !SHELLS.has(name)) continue;
    const found = programOption({
      node,
      name,
      nameNode: args[i],
      args: args.slice(i + 1),
      words: words.slice(i + 1),
    });
    if (found) return found;
  }
  return undefined;
}

/** What a program that gets chat text on its standard input makes of it. */
export function readsProgram(command: ShellCommand): string | undefined {
  const { name, args, words } = effectiveCommand(command);
  if (name === undefined) return undefined;
  const files = words.filter((word) => !word.startsWith('-'));
  if (SHELLS.has(name)) return files.length === 0 || words.includes('-s') ? 'a program' : undefined;
  if (['python', 'python2', 'python3', 'node', 'ruby', 'perl', 'php'].includes(name)) {
    return files.length === 0 || words[0] === '-' ? 'a program' : undefined;
  }
  return args.length > 0 || name in STDIN_LANGUAGES ? STDIN_LANGUAGES[name] : undefined;
}

const REMOTE = 'a command line for another machine';

const STDIN_LANGUAGES: Readonly<Record<string, string>> = {
  psql: 'SQL',
  mysql: 'SQL',
  mariadb: 'SQL',
  sqlite3: 'SQL',
  'clickhouse-client': 'SQL',
  bq: 'SQL',
  cqlsh: 'CQL',
  mongo: 'JavaScript',
  mongosh: 'JavaScript',
  ssh: REMOTE,
  at: 'a program',
  crontab: 'a program',
  batch: 'a program',
  bc: 'a bc program',
};
