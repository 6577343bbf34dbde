import type { VariableCollection } from './collection.js';
import { replaceReferences } from './reference.js';

/**
 * Expands references once, not again in what was put in.
 * `unknown: 'remove'` is GitLab's `expand` (include, environment names): unknown names become empty;
 * `unknown: 'keep'` is `expand_existing` (tags, `changes`, `exists`): they stay, and so do those without a value.
 * GitLab: lib/expand_variables.rb. File variables give their content there.
 */
export function expandVariables(
  text: string,
  variables: VariableCollection,
  unknown: 'remove' | 'keep',
): string {
  return replaceReferences(text, 'no-escapes', ({ name, start, end }) => {
    const value = variables.value(name) ?? undefined;
    if (value !== undefined) return value;
    return unknown === 'keep' ? text.slice(start, end) : '';
  });
}
