import type { MappingNode } from '../node.js';
import { isBlank } from '../value/tree.js';
import { type LoadProblem, type ParsedPart, PartError, parsePart, splitParts, wholeOf } from './parts.js';
import { exceedsLimits } from './size.js';

export type Loaded =
  | { readonly ok: true; readonly documents: readonly MappingNode[] }
  | { readonly ok: false; readonly problem: LoadProblem };

/** A file as it was loaded, and its syntax where it has but one part and nothing is wrong with it. */
export interface LoadedFile {
  readonly loaded: Loaded;
  readonly only?: ParsedPart;
}

/**
 * Reads a file as GitLab does (lib/gitlab/config/loader/multi_doc_yaml.rb, yaml.rb): split as text at `---`
 * lines, each part parsed by itself, blank parts dropped, every other part a mapping within the limits.
 * Never throws.
 */
export const loadFile = (file: string, text: string): LoadedFile => {
  try {
    const parts = splitParts(text).map((part) => ({ part, parsed: parsePart(file, part) }));
    const isOnly = parts.length === 1;
    if (isBlank(parts[0]?.parsed?.value)) parts.shift();
    const documents: MappingNode[] = [];
    for (const { part, parsed } of parts) {
      if (parsed === undefined || isBlank(parsed.value)) continue;
      const { value } = parsed;
      if (exceedsLimits(value))
        throw new PartError('CI_YAML_TOO_BIG', 'The parsed YAML is too big', wholeOf(file, part));
      if (value.kind !== 'mapping') {
        throw new PartError('CI_YAML_NO_MAPPING', 'Invalid configuration format', value.at);
      }
      documents.push(value);
    }
    const only = isOnly ? parts[0]?.parsed : undefined;
    return { loaded: { ok: true, documents }, ...(only === undefined ? {} : { only }) };
  } catch (error) {
    if (error instanceof PartError) return { loaded: { ok: false, problem: error.problem } };
    throw error;
  }
};

export const loadDocuments = (file: string, text: string): Loaded => loadFile(file, text).loaded;
