import { factsOf } from './facts.js';
import { programTextOf } from './programs.js';
import type { JobScript, ScriptUnit } from './script.js';
import type { ShellNode, ShellParser } from './tree.js';

/** A program text inside a command, and what the command gives it as `$0`, `$1`, … */
export interface InnerScript {
  readonly script: JobScript;
  readonly parameters: readonly ShellNode[];
  readonly outer: ScriptUnit;
}

/** Deeper nesting of shells in shells is no script that anybody wrote. */
const DEEPEST = 3;

/** The programs that a script hands to other shells in single quotes: `sh -c '…'`, `eval '…'`, `trap '…' EXIT`. */
export function innerScripts(script: JobScript, parser: ShellParser, depth = 0): readonly InnerScript[] {
  if (depth === DEEPEST) return [];
  const found: InnerScript[] = [];
  for (const unit of script.units) {
    if (!/-\w*c\b|eval|trap/.test(unit.text)) continue;
    for (const command of factsOf(unit.root).commands) {
      const program = programTextOf(command);
      const [text] = program?.nodes ?? [];
      if (!program?.isShell || text?.type !== 'raw_string') continue;
      const inner = innerUnit(unit, text, parser);
      const one: InnerScript = {
        script: { part: 'inner', units: [inner], text: inner.text },
        parameters: command.args.slice(command.args.indexOf(text) + 1),
        outer: unit,
      };
      found.push(one, ...innerScripts(one.script, parser, depth + 1));
    }
  }
  return found;
}

/** Single quotes keep every character, so that offsets only shift. */
function innerUnit(outer: ScriptUnit, quoted: ShellNode, parser: ShellParser): ScriptUnit {
  const text = quoted.text.slice(1, -1);
  const { rootNode, hasError } = parser.parse(text);
  const base = quoted.startIndex + 1;
  return {
    text,
    root: rootNode,
    hasError,
    key: outer.key,
    rangeOf: (start, end) => outer.rangeOf(base + start, base + end),
    edit: (start, end, newText) =>
      newText.includes("'") ? undefined : outer.edit(base + start, base + end, newText),
  };
}
