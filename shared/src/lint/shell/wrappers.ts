import type { ShellCommand } from './commands.js';
import { HOLE } from './words.js';

/** How to find the command that a wrapper starts. */
interface Wrapper {
  /** Options that take the next word as their value. */
  readonly values?: RegExp;
  /** Words before the command that are the wrapper's own: the container of `docker exec`. */
  readonly skip?: number;
  /** The wrapper wraps only with this word first: `bundle exec`. */
  readonly verb?: RegExp;
}

const CONTAINER_VALUES = /^(-[euw]|--(env|user|workdir|env-file))$/;

/** Programs that start the command in their arguments: what that command does is what counts. */
const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  sudo: { values: /^(-[ugpCThDR]|--(user|group|prompt|chdir|host|role|type))$/ },
  doas: { values: /^-[uC]$/ },
  env: { values: /^(-[uCS]|--(unset|chdir|split-string))$/ },
  exec: { values: /^-a$/ },
  command: {},
  builtin: {},
  nohup: {},
  time: { values: /^-[fo]$/ },
  timeout: { values: /^(-[sk]|--(signal|kill-after))$/, skip: 1 },
  nice: { values: /^(-n|--adjustment)$/ },
  ionice: { values: /^-[cnp]$/ },
  stdbuf: { values: /^-[ioe]$/ },
  setsid: {},
  unbuffer: {},
  xargs: { values: /^-[IiLnPdEsa]$/ },
  flock: { values: /^-[wE]$/, skip: 1 },
  chronic: {},
  chroot: { skip: 1 },
  'xvfb-run': { values: /^-[nsef]$/ },
  sshpass: { values: /^-[pfdP]$/ },
  npx: { values: /^(-p|--package)$/ },
  bundle: { verb: /^exec$/ },
  poetry: { verb: /^run$/ },
  pipenv: { verb: /^run$/ },
  uv: { verb: /^run$/ },
  docker: { verb: /^exec$/, values: CONTAINER_VALUES, skip: 1 },
  podman: { verb: /^exec$/, values: CONTAINER_VALUES, skip: 1 },
  'docker-compose': { verb: /^(exec|run)$/, values: CONTAINER_VALUES, skip: 1 },
  kubectl: { verb: /^exec$/, values: /^(-[nc]|--(namespace|container|context|kubeconfig))$/, skip: 1 },
  oc: { verb: /^exec$/, values: /^(-[nc]|--(namespace|container))$/, skip: 1 },
};

/** The program a command really starts, past `sudo -u x`, `env A=b`, `docker exec c`, …, with its own arguments. */
export function effectiveCommand(command: ShellCommand): ShellCommand {
  let current = command;
  for (let depth = 0; depth < 10; depth++) {
    const inner = unwrap(current);
    if (inner === undefined) return current;
    current = inner;
  }
  return current;
}

function unwrap(command: ShellCommand): ShellCommand | undefined {
  const { name, args, words } = command;
  const wrapper = name === undefined ? undefined : WRAPPERS[name];
  // `command -v x` asks where a program is.
  if (!wrapper || (name === 'command' && words.some((word) => /^-[vV]/.test(word)))) return undefined;
  let at = 0;
  if (wrapper.verb) {
    at = words.findIndex((word) => !word.startsWith('-'));
    if (at < 0 || !wrapper.verb.test(words[at] ?? '')) return undefined;
    at += 1;
  }
  for (let skip = wrapper.skip ?? 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (word === '--') {
      // What follows is the command, the words before were the wrapper's.
      at += 1;
      break;
    }
    if (wrapper.values?.test(word)) {
      at += 1;
      continue;
    }
    if (word.startsWith('-') || (name === 'env' && isAssignment(word))) continue;
    if (skip === 0) break;
    skip -= 1;
  }
  const program = args[at];
  if (program === undefined) return undefined;
  return {
    node: command.node,
    nameNode: program,
    name: knownName(words[at]),
    args: args.slice(at + 1),
    words: words.slice(at + 1),
  };
}

function isAssignment(word: string): boolean {
  return /^[A-Za-z_]\w*=/.test(word);
}

/** A word's program name without its path; undefined where it is computed. */
export function knownName(word: string | undefined): string | undefined {
  return word === undefined || word.includes(HOLE) ? undefined : word.replace(/^.*\//, '');
}
