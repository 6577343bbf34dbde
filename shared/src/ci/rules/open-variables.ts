import { variableReferences } from '../variables/index.js';
import type { RuleEnvironment } from './environment.js';
import type { UnknownFact } from './trial.js';

/** The variables that texts hang on once they are expanded and that may hold anything; none where all are known. */
export function openVariables(
  texts: readonly string[],
  { variables, isUnknown }: RuleEnvironment,
): readonly UnknownFact[] {
  if (isUnknown === undefined) return [];
  const seen = new Set<string>();
  const waiting = [...texts];
  const open: UnknownFact[] = [];
  for (let text = waiting.pop(); text !== undefined; text = waiting.pop()) {
    for (const { name } of variableReferences(text, 'no-escapes')) {
      if (seen.has(name)) continue;
      seen.add(name);
      if (isUnknown(name)) open.push({ kind: 'variable', name });
      else
        waiting.push(...variables.all(name).flatMap(({ raw, value }) => (raw === true ? [] : (value ?? []))));
    }
  }
  return open;
}
