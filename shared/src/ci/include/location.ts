import type { MappingNode, YamlNode } from '../node.js';
import { inspect } from '../value/ruby-text.js';
import { get, isBlank, isString, plain } from '../value/tree.js';
import type { FileKind } from './included-file.js';

const KINDS: readonly FileKind[] = ['local', 'project', 'remote', 'template', 'artifact', 'component'];
const HEADER_KINDS: readonly FileKind[] = ['local', 'remote', 'project'];

/** Where an include points: one mapping for each file, after variables. */
export interface Location {
  readonly values: MappingNode;
  /** The include as written. */
  readonly at: YamlNode;
}

/** What goes wrong with a whole list of includes; GitLab raises it at once. */
export class IncludeError extends Error {
  readonly at: YamlNode | undefined;

  constructor(message: string, at?: YamlNode) {
    super(message);
    this.name = 'IncludeError';
    this.at = at;
  }
}

/** Finds the one kind that the location names (external/mapper/matcher.rb). */
export const kindOf = (location: Location, inHeader: boolean): FileKind => {
  const kinds = inHeader ? HEADER_KINDS : KINDS;
  const matching = kinds.filter((kind) => names(location.values, kind));
  const [only] = matching;
  const subkeys = `\`${kinds.join('`, `')}\``;
  if (matching.length > 1) {
    throw new IncludeError(`Each include must use only one of: ${subkeys}`, location.at);
  }
  if (only === undefined) {
    const type = inHeader ? 'header include' : 'include';
    throw new IncludeError(
      `\`${railsJson(location.values)}\` does not have a valid subkey for ${type}. Valid subkeys are: ${subkeys}`,
      location.at,
    );
  }
  return only;
};

const names = (values: MappingNode, kind: FileKind): boolean => {
  if (kind === 'project') return locationText(get(values, 'file')) !== '' && projectName(values) !== '';
  if (kind === 'local') return locationText(get(values, 'local')) !== '';
  return !isBlank(get(values, kind));
};

/** `to_s` without leading slashes; blank counts as absent. */
export const locationText = (node: YamlNode | undefined): string => {
  if (node === undefined || (node.kind === 'scalar' && node.type === 'nil')) return '';
  const text = isString(node) ? node.value : node.kind === 'scalar' ? String(node.value) : inspect(node);
  const path = text.replace(/^\/+/, '');
  return path.trim() === '' ? '' : path;
};

/** GitLab compares project paths in lower case. A list counts by its first element. */
export const projectName = (values: MappingNode): string => {
  const project = get(values, 'project');
  const first = project?.kind === 'sequence' ? project.items[0] : project;
  if (first === undefined || (first.kind === 'scalar' && first.type === 'nil')) return '';
  return (first.kind === 'scalar' ? String(first.value) : inspect(first)).toLowerCase().trim();
};

/** ActiveSupport's `to_json`: characters that are special to HTML are escaped. */
const railsJson = (values: MappingNode): string =>
  JSON.stringify(plain(values), (_, value: unknown) =>
    typeof value === 'bigint' ? Number(value) : value,
  ).replaceAll(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
