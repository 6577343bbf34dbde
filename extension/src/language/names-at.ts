import type { YamlPlace } from './yaml-place.js';

/** What a name in a configuration stands for. */
export type NameAt =
  /** A key at the top: a job, a template; `below`: keys inside it, as `!reference` gives them. */
  | { readonly kind: 'key'; readonly name: string; readonly below: readonly string[] }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'stage'; readonly name: string };

/** The job, template, stage or file that is named at this place; the job itself at its own key. */
export function nameAt({ path, scalar, isKey, reference }: YamlPlace): NameAt | undefined {
  if (scalar === undefined) return undefined;
  if (reference !== undefined) {
    const [name = '', ...below] = reference;
    return { kind: 'key', name, below };
  }
  if (isKey) {
    const [name] = path;
    return path.length === 1 && typeof name === 'string' ? { kind: 'key', name, below: [] } : undefined;
  }
  const text = String(scalar.value);
  const keys = path.filter((part) => typeof part === 'string');
  if (isInclude(keys))
    return isLocalPath(text) ? { kind: 'file', path: text.replace(/^\/+/, '') } : undefined;
  const [, ...inJob] = keys;
  if (NAMES_A_JOB.has(inJob.join('.'))) return { kind: 'key', name: text, below: [] };
  if (inJob.join('.') === 'stage') return { kind: 'stage', name: text };
  return undefined;
}

/** Keys of a job whose scalars name other jobs or templates. */
const NAMES_A_JOB = new Set([
  'extends',
  'needs',
  'needs.job',
  'dependencies',
  'environment.on_stop',
  'rules.needs',
  'rules.needs.job',
]);

/** `include: x`, `include: [x]`, `include: [{ local: x }]`, and the same below a job's `trigger`. */
function isInclude(keys: readonly string[]): boolean {
  const from = keys.indexOf('include');
  if (from !== 0 && !(from === 2 && keys[1] === 'trigger')) return false;
  const below = keys.slice(from + 1);
  return below.length === 0 || (below.length === 1 && below[0] === 'local');
}

function isLocalPath(text: string): boolean {
  return !/^[a-z]+:\/\//i.test(text) && !text.includes('$');
}
