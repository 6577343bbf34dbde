import type { Release } from './api.js';

/** `FQDN/project/path/name@version` taken apart as GitLab does (lib/gitlab/ci/components/instance_path.rb). */
export interface ComponentAddress {
  readonly project: string;
  readonly name: string;
  readonly reference: string;
}

export type AddressReading =
  | { readonly kind: 'address'; readonly address: ComponentAddress }
  /** It belongs to another server, of which this one knows nothing. */
  | { readonly kind: 'elsewhere' }
  /** GitLab's words for what is wrong with it, to go behind `Component 'ADDRESS' - `. */
  | { readonly kind: 'refused'; readonly message: string };

export const NOT_FOUND = 'content not found';
const NOT_SUPPORTED = 'the component path is not supported';

export function readAddress(text: string, fqdn: string): AddressReading {
  const at = text.indexOf('@');
  if (at < 0) return { kind: 'refused', message: NOT_SUPPORTED };
  const fullPath = text.slice(0, at);
  if (!text.startsWith(`${fqdn}/`)) return { kind: 'elsewhere' };
  const path = fullPath.slice(fqdn.length + 1);
  const slash = path.lastIndexOf('/');
  if (slash <= 0 || path.startsWith('/')) return { kind: 'refused', message: NOT_FOUND };
  const address = {
    project: path.slice(0, slash),
    name: path.slice(slash + 1),
    reference: text.slice(at + 1),
  };
  return { kind: 'address', address };
}

/** The simple file wins over the folder; a blank one counts as absent. */
export function componentPaths(name: string): readonly string[] {
  return [`templates/${name}.yml`, `templates/${name}/template.yml`];
}

export const LATEST = '~latest';
const PARTIAL = /^\d+(\.\d+)?$/;

/** Whether the releases decide what the reference means. */
export function isFloating(reference: string): boolean {
  return reference === LATEST || PARTIAL.test(reference);
}

/** GitLab's words when a floating reference finds nothing in a project that is not in the catalogue. */
export function notInCatalogue(reference: string): string {
  const what =
    reference === LATEST ? 'The ~latest version reference' : 'The partial semantic version reference';
  return `${what} is not supported for non-catalog resources. Use a tag, branch, or commit SHA instead.`;
}

interface Version {
  readonly release: Release;
  readonly numbers: readonly [bigint, bigint, bigint];
  readonly isPrerelease: boolean;
}

/**
 * The release that a floating reference stands for: the highest semantic version, prereleases left out
 * (app/models/ci/catalog/resources/version.rb). Over REST a catalogue project is only known by its releases.
 */
export function chooseRelease(reference: string, releases: readonly Release[]): Release | undefined {
  const wanted = reference === LATEST ? [] : reference.split('.').map(BigInt);
  const fitting = versionsOf(releases).filter(
    ({ numbers, isPrerelease }) => !isPrerelease && wanted.every((number, i) => numbers[i] === number),
  );
  return fitting.reduce<Version | undefined>(
    (best, each) => (best === undefined || isHigher(each, best) ? each : best),
    undefined,
  )?.release;
}

/** Whether the project can be in the catalogue: only releases with a semantic version make catalogue versions. */
export function hasVersions(releases: readonly Release[]): boolean {
  return versionsOf(releases).length > 0;
}

/** What `$[[ component.version ]]` holds: the semantic version without its `v`, else nothing. */
export function versionName(tag: string): string {
  return SEMVER.test(tag) ? tag.replace(/^v/, '') : '';
}

const SEMVER = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

function versionsOf(releases: readonly Release[]): readonly Version[] {
  return releases.flatMap((release) => {
    const [, major, minor, patch, prerelease] = SEMVER.exec(release.tag) ?? [];
    if (major === undefined || minor === undefined || patch === undefined) return [];
    const numbers = [BigInt(major), BigInt(minor), BigInt(patch)] as const;
    return [{ release, numbers, isPrerelease: prerelease !== undefined }];
  });
}

function isHigher({ numbers: a }: Version, { numbers: b }: Version): boolean {
  const [first = 0] = a.flatMap((number, i) => (number === b[i] ? [] : [number > (b[i] ?? 0n) ? 1 : -1]));
  return first > 0;
}
