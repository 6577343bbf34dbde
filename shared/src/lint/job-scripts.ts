import type { ConfigVariable, ResolvedConfig, ResolvedJob } from '../ci/index.js';
import type { TaintedScript } from './shell/chat-uses.js';
import { factsOf } from './shell/facts.js';
import { innerScripts } from './shell/inner-scripts.js';
import { type JobScript, readScript, type SourceTexts } from './shell/script.js';
import { namesIn, ScriptTaint, taintedVariables } from './shell/taint.js';
import type { ShellParser } from './shell/tree.js';

/** before_script and script run as one shell program, after_script as another. */
export function readScripts(
  job: ResolvedJob,
  sources: SourceTexts,
  parser: ShellParser,
): readonly JobScript[] {
  const main = [
    ...job.beforeScript.map((line) => ({ key: 'before_script' as const, line })),
    ...job.script.map((line) => ({ key: 'script' as const, line })),
  ];
  const after = job.afterScript.map((line) => ({ key: 'after_script' as const, line }));
  const scripts = [readScript('script', main, sources, parser)];
  if (after.length > 0) scripts.push(readScript('after_script', after, sources, parser));
  return scripts;
}

/** Each script with what carries text from chat in it, the programs it hands to other shells too. */
export function taintScripts(
  scripts: readonly JobScript[],
  variables: readonly ConfigVariable[],
  parser: ShellParser,
): readonly TaintedScript[] {
  const seeds = taintedVariables(variables);
  const isTouched = ({ text }: JobScript): boolean => [...seeds].some((name) => text.includes(name));
  return scripts.filter(isTouched).flatMap((script) => {
    const taint = new ScriptTaint(script, seeds);
    const inner = innerScripts(script, parser).map(({ script: one, parameters, outer }) => {
      const isFed =
        script.units.includes(outer) && parameters.some((node) => taint.flow(outer).carries(node));
      return { script: one, taint: new ScriptTaint(one, seeds, isFed) };
    });
    return [{ script, taint }, ...inner];
  });
}

/** All variables that a job can have from the file, those of rules included. */
export function variablesOf(job: ResolvedJob, config: ResolvedConfig): readonly ConfigVariable[] {
  return [
    ...config.variables,
    ...(config.workflow.rules ?? []).flatMap(({ variables }) => variables ?? []),
    ...job.variables,
    ...(job.rules ?? []).flatMap(({ variables }) => variables ?? []),
  ];
}

/** CHAT_* variables that a job's scripts or variables read. */
export function chatVariablesOf(
  { variables }: ResolvedJob,
  scripts: readonly JobScript[],
): ReadonlySet<string> {
  const names = new Set<string>();
  const add = (name: string): void => {
    if (/^CHAT_(INPUT|CHANNEL|USER_ID)$/.test(name)) names.add(name);
  };
  for (const { units, text } of scripts) {
    if (!text.includes('CHAT_')) continue;
    for (const { root } of units) for (const { name } of factsOf(root).expansions) add(name);
    // In quotes for another shell, or in a program's text.
    for (const match of text.matchAll(/\bCHAT_(?:INPUT|CHANNEL|USER_ID)\b/g)) {
      if (!isComment(text, match.index)) add(match[0]);
    }
  }
  for (const { value } of variables) for (const name of namesIn(value)) add(name);
  return names;
}

function isComment(text: string, at: number): boolean {
  const line = text.slice(text.lastIndexOf('\n', at) + 1, at);
  return /(^|\s)#/.test(line);
}
