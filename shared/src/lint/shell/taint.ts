import type { ConfigVariable } from '../../ci/index.js';
import type { ShellCommand } from './commands.js';
import { variableKey } from './conditions.js';
import { type Expansion, hidesValue } from './expansions.js';
import { factsOf } from './facts.js';
import { TextFlow } from './flows.js';
import { type Guard, guardsAt, guardsOf } from './guards.js';
import type { JobScript, ScriptUnit } from './script.js';
import type { ShellNode } from './tree.js';

/** What a person in chat types freely; CHAT_CHANNEL and CHAT_USER_ID are Slack's ids. */
export const CHAT_TEXT = 'CHAT_INPUT';

/** Names of a job's environment whose value comes from what was typed in chat: CHAT_INPUT, and YAML variables made of it. */
export function taintedVariables(variables: readonly ConfigVariable[]): ReadonlySet<string> {
  const tainted = new Set([CHAT_TEXT]);
  for (let before = 0; before !== tainted.size; ) {
    before = tainted.size;
    for (const { key, value, raw } of variables) {
      if (!raw && namesIn(value).some((name) => tainted.has(name))) tainted.add(key);
    }
  }
  return tainted;
}

/** Names a YAML variable's value refers to, in the forms the Runner expands (helpers: common/spec/variables.go). */
export function namesIn(value: string): readonly string[] {
  return [...value.matchAll(/\$\{?([A-Za-z_][A-Za-z0-9_]*)/g)].map((match) => match[1] ?? '');
}

/**
 * What carries text from chat in one script: variables of the environment, and shell variables that are assigned,
 * read or looped from any of them, parameters of `set --` and of functions too. Of the order of statements only
 * checks count (see guards): a name that is tainted anywhere is tainted everywhere.
 */
export class ScriptTaint {
  readonly #units: readonly ScriptUnit[];
  readonly #keys: Set<string>;
  readonly #flows: ReadonlyMap<ScriptUnit, TextFlow>;

  constructor(script: JobScript, seeds: ReadonlySet<string>, hasTaintedParameters = false) {
    this.#units = script.units;
    this.#keys = new Set([...seeds, ...(hasTaintedParameters ? parameters('', 1) : [])]);
    this.#flows = new Map(
      this.#units.map((unit) => [unit, new TextFlow((expansion) => this.has(expansion, unit))]),
    );
    for (let before = 0; before !== this.#keys.size; ) {
      before = this.#keys.size;
      for (const [unit, flow] of this.#flows) this.#follow(unit, flow);
    }
  }

  /** Where text from chat goes in a unit of the script. */
  flow(unit: ScriptUnit): TextFlow {
    const flow = this.#flows.get(unit);
    if (!flow) throw new RangeError('the unit is of another script');
    return flow;
  }

  /** What stands there can be anything that was typed: no check is made before. */
  has(expansion: Expansion, unit: ScriptUnit): boolean {
    return this.#isFromChat(expansion) && this.#guards(expansion, unit).every(({ open }) => open === true);
  }

  /** It is from chat, checked or not, and may begin with `-`. */
  mayBeOption(expansion: Expansion, unit: ScriptUnit): boolean {
    return this.#isFromChat(expansion) && this.#guards(expansion, unit).every(({ dash }) => dash);
  }

  #isFromChat(expansion: Expansion): boolean {
    return this.#keys.has(variableKey(expansion.name, expansion.node)) && !hidesValue(expansion);
  }

  #guards({ name, node }: Expansion, unit: ScriptUnit): readonly Guard[] {
    const key = variableKey(name, node);
    const earlier = this.#units
      .slice(0, this.#units.indexOf(unit))
      .flatMap(({ root }) => guardsOf(root).filter((guard) => guard.key === key && guard.scope === root));
    return [...guardsAt(guardsOf(unit.root), key, node), ...earlier];
  }

  #follow({ root }: ScriptUnit, flow: TextFlow): void {
    const { assignments, loops, commands } = factsOf(root);
    for (const { name, value } of assignments) if (flow.carries(value)) this.#keys.add(name);
    for (const { name, values } of loops) {
      if (values.some((value) => flow.carries(value))) this.#keys.add(name);
    }
    for (const command of commands) this.#followCommand(command, flow);
  }

  #followCommand(command: ShellCommand, flow: TextFlow): void {
    const { name, args, words } = command;
    if (name === undefined) return;
    if (name === 'set') {
      this.#addParameters('', args.slice(words.indexOf('--') + 1), flow);
    } else if (READERS.has(name)) {
      if (flow.input(command.node).length === 0) return;
      const names = words.filter((word) => /^[A-Za-z_]\w*$/.test(word));
      for (const each of names.length > 0 ? names : ['REPLY', 'MAPFILE']) this.#keys.add(each);
    } else if (name === 'printf' && words[0] === '-v') {
      const target = words[1];
      if (target !== undefined && args.slice(2).some((arg) => flow.carries(arg))) this.#keys.add(target);
    } else if (this.#units.some((unit) => factsOf(unit.root).functions.has(name))) {
      this.#addParameters(name, args, flow);
    }
  }

  /** An argument that is split, or a `shift` later on, moves the text to any later parameter. */
  #addParameters(of: string, args: readonly ShellNode[], flow: TextFlow): void {
    for (const [i, arg] of args.entries()) {
      const carried = flow.into(arg);
      if (carried.length === 0) continue;
      const spreads = carried.some(({ place, name }) => place === 'split' || name === '@');
      const shifts = this.#units.some(({ text }) => /\bshift\b/.test(text));
      const keys =
        spreads || shifts ? parameters(of, shifts ? 1 : i + 1) : [`${of}:${i + 1}`, `${of}:@`, `${of}:*`];
      for (const key of keys) this.#keys.add(key);
    }
  }
}

const READERS = new Set(['read', 'mapfile', 'readarray']);

/** `$1` … `$9` from a place on, `$@` and `$*`, of the script (empty name) or of a function. */
function parameters(of: string, from: number): readonly string[] {
  const numbered = Array.from({ length: Math.max(0, 10 - from) }, (_, i) => String(from + i));
  return ['@', '*', ...numbered].map((name) => `${of}:${name}`);
}
