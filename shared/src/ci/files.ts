/** What a provider says of a file. `unknown`: it cannot be told here and now (offline, no rights, not loaded yet). */
export type FileAnswer =
  | { readonly kind: 'text'; readonly text: string }
  | {
      readonly kind: 'missing';
      /** What is not there; `file` when not said. */
      readonly what?: 'file' | 'project' | 'ref';
      /** GitLab's own sentence where the server gave one (remote files, components). */
      readonly message?: string;
    }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A component's file with what the component context holds of it. */
export type ComponentAnswer =
  | {
      readonly kind: 'text';
      readonly text: string;
      readonly project: string;
      readonly sha: string;
      readonly name: string;
      readonly version: string;
      readonly reference: string;
    }
  | { readonly kind: 'missing'; readonly message: string }
  | { readonly kind: 'unknown'; readonly reason: string };

export type ListingAnswer =
  | { readonly kind: 'known'; readonly paths: readonly string[] }
  | { readonly kind: 'unknown'; readonly reason: string };

/** A commit of a project other than the root's; without a ref, its default branch. */
export interface OtherCommit {
  readonly project: string;
  readonly ref?: string;
}

/** What source ranges call a file of a commit. */
export const fileLabel = (path: string, commit: OtherCommit | undefined): string => {
  if (commit === undefined) return path;
  return `${commit.project}${commit.ref === undefined ? '' : `@${commit.ref}`}:${path}`;
};

/**
 * Where files come from. Paths have no leading slash. All answers are immediate; a provider that has to ask around
 * answers `unknown` and is driven by `resolveWithProvider`.
 */
export interface FileProvider {
  /** A file of the commit that the config is read from, or of another project's commit. */
  readonly file: (path: string, commit?: OtherCommit) => FileAnswer;
  /** All files of that commit, in git's order, for wildcards and `exists`. */
  readonly listing: (commit?: OtherCommit) => ListingAnswer;
  readonly remote: (url: string) => FileAnswer;
  /** A template that ships with GitLab, by its name with `.gitlab-ci.yml`. */
  readonly template: (name: string) => FileAnswer;
  /** By its address, e.g. `gitlab.com/acme/components/deploy@1.2`. */
  readonly component: (address: string) => ComponentAnswer;
}

/** The same questions, answered later. */
export interface AsyncFileProvider {
  readonly file: (path: string, commit?: OtherCommit) => Promise<FileAnswer>;
  readonly listing: (commit?: OtherCommit) => Promise<ListingAnswer>;
  readonly remote: (url: string) => Promise<FileAnswer>;
  readonly template: (name: string) => Promise<FileAnswer>;
  readonly component: (address: string) => Promise<ComponentAnswer>;
}

const OFFLINE = { kind: 'unknown', reason: 'only the files of this repository can be read here' } as const;

/** Files from memory: everything inside the repository is known, everything outside is not. */
export const memoryFiles = (files: Readonly<Record<string, string>>): FileProvider => ({
  file: (path, commit) => {
    if (commit !== undefined) return OFFLINE;
    const text = Object.hasOwn(files, path) ? files[path] : undefined;
    return text === undefined ? { kind: 'missing' } : { kind: 'text', text };
  },
  listing: (commit) => (commit === undefined ? { kind: 'known', paths: Object.keys(files).sort() } : OFFLINE),
  remote: () => OFFLINE,
  template: () => OFFLINE,
  component: () => OFFLINE,
});
