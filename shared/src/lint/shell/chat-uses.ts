import { readCommand, type ShellCommand } from './commands.js';
import { type Expansion, placeOf } from './expansions.js';
import { factsOf } from './facts.js';
import { isCleaned } from './flows.js';
import type { JobScript, ScriptUnit } from './script.js';
import type { ScriptTaint } from './taint.js';
import { contains, enclosing, type ShellNode } from './tree.js';
import { effectiveCommand } from './wrappers.js';

/** A script of a job with what carries text from chat in it. */
export interface TaintedScript {
  readonly script: JobScript;
  readonly taint: ScriptTaint;
}

/** One place in a job's scripts where text typed in chat becomes shell text. */
export interface ChatUse {
  readonly unit: ScriptUnit;
  readonly taint: ScriptTaint;
  /** A variable, or `$(…)` that prints one. */
  readonly expansion: Expansion;
  /** The simple command it is an argument (or the name) of. */
  readonly command: ShellCommand | undefined;
  /** The argument of its command that holds it. */
  readonly argument: ShellNode | undefined;
  /** It is (part of) the name of the command, or of the one that `sudo`, `timeout` and the like start. */
  readonly isName: boolean;
  /** A check lets only harmless text come here. */
  readonly isChecked: boolean;
  /** It may begin with `-`. */
  readonly mayBeOption: boolean;
}

export function* chatUses(scripts: Iterable<TaintedScript>): Generator<ChatUse> {
  for (const { script, taint } of scripts) {
    for (const unit of script.units) {
      const { expansions, substitutions } = factsOf(unit.root);
      for (const expansion of expansions) {
        if (isCleaned(expansion)) continue;
        const isChecked = !taint.has(expansion, unit);
        const mayBeOption = taint.mayBeOption(expansion, unit);
        if (isChecked && !mayBeOption) continue;
        yield { ...placeOfUse(unit, taint, expansion), isChecked, mayBeOption };
      }
      for (const node of substitutions) {
        const [carried] = taint.flow(unit).output(node);
        if (!carried) continue;
        const expansion = { node, name: carried.name, place: placeOf(node), operator: '' };
        yield { ...placeOfUse(unit, taint, expansion), isChecked: false, mayBeOption: true };
      }
    }
  }
}

function placeOfUse(
  unit: ScriptUnit,
  taint: ScriptTaint,
  expansion: Expansion,
): Omit<ChatUse, 'isChecked' | 'mayBeOption'> {
  const { node } = expansion;
  const around = enclosing(node.parent, 'command', 'command_substitution', 'process_substitution');
  const command = around?.type === 'command' ? readCommand(around) : undefined;
  const argument = command?.args.find((arg) => contains(arg, node));
  const names = command ? [command.nameNode, effectiveCommand(command).nameNode] : [];
  const isName = names.some((name) => name !== undefined && contains(name, node));
  return { unit, taint, expansion, command, argument, isName };
}
