import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { languageOf } from '../shell/languages.js';
import { HOLE } from '../shell/words.js';
import { effectiveCommand } from '../shell/wrappers.js';

/** Programs that take `--` as the end of options before file names: the mend is mechanical. */
const FILE_PROGRAMS = new Set([
  ...[
    'cat',
    'chmod',
    'chown',
    'cp',
    'grep',
    'head',
    'ln',
    'ls',
    'mkdir',
    'mv',
    'rm',
    'rmdir',
    'sort',
    'stat',
    'tail',
    'touch',
    'wc',
  ],
]);

/** Programs with an option that runs a program, writes a file or reads another one. */
const SHARP_PROGRAMS = new Set([
  ...[
    'ansible-playbook',
    'aws',
    'curl',
    'dig',
    'docker',
    'find',
    'git',
    'helm',
    'kubectl',
    'make',
    'node',
    'npm',
    'podman',
    'perl',
    'psql',
  ],
  ...[
    'python',
    'python3',
    'rake',
    'rsync',
    'ruby',
    'scp',
    'sh',
    'bash',
    'ssh',
    'tar',
    'terraform',
    'wget',
    'zip',
  ],
]);

/** Programs whose options end at the name or the text of their own program. */
const INTERPRETERS = new Set(['bash', 'node', 'perl', 'python', 'python3', 'ruby', 'sh']);

export const chatInputOption: LintRule = {
  meta: {
    id: 'chat-input-option',
    severity: 'warning',
    confidence: 'medium',
    summary: 'Text typed in chat begins an argument, so that a leading - makes it an option of the program.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      for (const { unit, expansion, command, argument, mayBeOption } of job.uses) {
        if (!mayBeOption || !command || !argument || expansion.place === 'split') continue;
        const { name, args, words } = effectiveCommand(command);
        if (name === undefined) continue;
        const isFile = FILE_PROGRAMS.has(name);
        if (!isFile && !SHARP_PROGRAMS.has(name)) continue;
        const place = args.indexOf(argument);
        if (place < 0 || !begins(argument.text, expansion.node.text)) continue;
        if (words.slice(0, place).includes('--') || isValue(words[place - 1], name)) continue;
        if (INTERPRETERS.has(name) && words.slice(0, place).some((word) => !word.startsWith('-'))) continue;
        // A script's text, a pattern after -e: another rule's matter.
        if (languageOf(command, argument) && !isFile) continue;
        const at = unit.rangeOf(argument.startIndex, argument.endIndex);
        if (!at) continue;
        const isLast = !words.slice(place + 1).some((word) => word.startsWith('-'));
        const edit =
          isFile && isLast ? unit.edit(argument.startIndex, argument.startIndex, '-- ') : undefined;
        yield {
          job: job.job.name,
          at,
          fixes: edit ? [{ title: 'End the options before it: --', safe: true, edits: [edit] }] : [],
          message: `text from chat that begins with - becomes an option of ${name}; ${edit ? 'put -- before it' : 'check it against a list of allowed values first'}`,
        };
      }
    }
  },
};

/** The argument starts with the expansion: `"$X"`, `"$X/file"`, but not `--name="$X"`. */
function begins(argument: string, expansion: string): boolean {
  return argument.replace(/^"/, '').startsWith(expansion);
}

/** The word after an option that takes a value: most programs take anything there, `-x` too. */
function isValue(before: string | undefined, name: string): boolean {
  if (before === undefined || before.includes(HOLE) || !before.startsWith('-')) return false;
  return /^--[a-z-]+$/.test(before) || (VALUES[name]?.test(before) ?? false);
}

const VALUES: Readonly<Record<string, RegExp>> = {
  cp: /^-[tS]$/,
  ln: /^-[tS]$/,
  ls: /^-[IwT]$/,
  mkdir: /^-m$/,
  mv: /^-[tS]$/,
  touch: /^-[drt]$/,
  curl: /^-[AbcdDeFHmoQrtTuUwxX]$/,
  git: /^-[bBCcmMu]$/,
  grep: /^-[ABCefm]$/,
  head: /^-[cn]$/,
  tail: /^-[cn]$/,
  kubectl: /^-[nlofc]$/,
  helm: /^-[nf]$/,
  docker: /^-[efuvwlpt]$/,
  find: /^-(name|iname|path|regex|type|user|newer|mtime|size)$/,
  make: /^-[Cfj]$/,
  ssh: /^-[bcDEeFIiJLlmOopQRSWw]$/,
  tar: /^-[Cf]$/,
  sh: /^-c$/,
  bash: /^-\w*c$/,
  wget: /^-[OP]$/,
  python: /^-[cm]$/,
  python3: /^-[cm]$/,
  node: /^-[ep]$/,
};
