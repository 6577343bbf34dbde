import type {
  AsyncFileProvider,
  ComponentAnswer,
  FileAnswer,
  ListingAnswer,
  OtherCommit,
} from '@gitlab-chatops/shared/ci';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { Answers, FOREVER, HOUR, MINUTE } from './gitlab/answers.js';
import { type ApiOptions, createApi, type GitLabApi, type Release, serverName } from './gitlab/api.js';
import type { CacheKey, FileCache } from './gitlab/cache.js';
import {
  type ComponentAddress,
  chooseRelease,
  componentPaths,
  hasVersions,
  isFloating,
  LATEST,
  NOT_FOUND,
  notInCatalogue,
  readAddress,
  versionName,
} from './gitlab/component-address.js';
import { caught, missing, ReadFailure, unknown } from './gitlab/failure.js';
import { readRemote } from './gitlab/remote.js';
import { fqdn, type GitLabServer } from './gitlab/server.js';
import {
  type CommitFile,
  isRelease,
  isSha,
  reviveFile,
  reviveReleases,
  reviveSha,
  reviveText,
  reviveTexts,
} from './gitlab/stored.js';

export interface GitLabFilesOptions extends Omit<ApiOptions, 'signal'> {
  readonly server: GitLabServer;
  /** The project that the config belongs to: templates in folders are read through it. */
  readonly project?: string | undefined;
  readonly cache?: FileCache | undefined;
  /** Answer from the cache only. */
  readonly offline?: boolean;
}

/** What lies outside the repository: the questions of a provider that are not about its own commit. */
export interface OutsideFiles extends Omit<AsyncFileProvider, 'file' | 'listing'> {
  file(path: string, commit: OtherCommit): Promise<FileAnswer>;
  listing(commit: OtherCommit): Promise<ListingAnswer>;
}

const TEMPLATE_SUFFIX = /\.gitlab-ci\.yml$/;
/** Where GitLab.com's own templates can be read one by one. */
const GITLAB_COM = {
  url: 'https://gitlab.com',
  project: 'gitlab-org/gitlab',
  folder: 'lib/gitlab/ci/templates',
};

/**
 * Files of other projects, templates, components and remote files, from a GitLab's REST API. What could not be read
 * is `unknown` with its reason; a token that GitLab refuses throws CONFIG_GITLAB_TOKEN and ends all other questions.
 */
export class GitLabFiles implements OutsideFiles {
  readonly #options: GitLabFilesOptions;
  readonly #server: GitLabServer;
  readonly #api: GitLabApi;
  readonly #answers: Answers;
  readonly #stop = new AbortController();
  /** The commit that a ref stood for when it was first asked for: all files of a ref are of one commit. */
  readonly #commits = new Map<string, Promise<string | undefined>>();

  constructor(options: GitLabFilesOptions) {
    this.#options = options;
    this.#server = options.server;
    this.#api = createApi(options.server, { ...options, signal: this.#stop.signal });
    this.#answers = new Answers(options.cache, options.offline ?? false);
  }

  async file(path: string, { project, ref = 'HEAD' }: OtherCommit): Promise<FileAnswer> {
    const outcome = await this.#caught(() => this.#read(project, path, ref));
    if (outcome.kind !== 'had') return outcome;
    const { text } = outcome.value;
    return text === null ? { kind: 'missing' } : { kind: 'text', text };
  }

  async listing({ project, ref = 'HEAD' }: OtherCommit): Promise<ListingAnswer> {
    const outcome = await this.#caught(async () => {
      const sha = isSha(ref) ? ref : await this.#commits.get(refKey(project, ref));
      return this.#answers.to({
        key: this.#key('listing', project, sha ?? ref),
        maxAgeMs: sha === undefined ? MINUTE : FOREVER,
        revive: reviveTexts,
        ask: () => this.#api.listing(project, sha ?? ref),
      });
    });
    if (outcome.kind === 'had') return { kind: 'known', paths: outcome.value };
    return outcome.kind === 'unknown' ? outcome : { kind: 'known', paths: [] };
  }

  async remote(url: string): Promise<FileAnswer> {
    const outcome = await this.#caught(() =>
      this.#answers.to<FileAnswer>({
        key: ['remote', url],
        maxAgeMs: MINUTE,
        revive: reviveText,
        ask: async () => {
          const answer = await readRemote(url, {
            ...this.#options,
            signal: this.#stop.signal,
            trusted: new URL(this.#server.url).origin,
          });
          if (answer.kind === 'unknown') throw new ReadFailure(answer);
          return answer;
        },
      }),
    );
    return outcome.kind === 'had' ? outcome.value : outcome;
  }

  async template(file: string): Promise<FileAnswer> {
    const name = file.replace(TEMPLATE_SUFFIX, '');
    const outcome = await this.#caught(() =>
      this.#answers.to<FileAnswer>({
        key: this.#key('template', name),
        maxAgeMs: HOUR,
        revive: reviveText,
        ask: async () => ({ kind: 'text', text: await this.#template(file, name) }),
      }),
    );
    return outcome.kind === 'had' ? outcome.value : outcome;
  }

  async component(text: string): Promise<ComponentAnswer> {
    const reading = readAddress(text, fqdn(this.#server));
    if (reading.kind === 'elsewhere') {
      return { kind: 'unknown', reason: `it is on another server than ${serverName(this.#server)}` };
    }
    const refused = (message: string): ComponentAnswer => ({
      kind: 'missing',
      message: `Component '${text}' - ${message}`,
    });
    if (reading.kind === 'refused') return refused(reading.message);
    const outcome = await this.#caught(() => this.#component(reading.address));
    if (outcome.kind === 'unknown') return outcome;
    if (outcome.kind === 'missing') return refused(NOT_FOUND);
    return typeof outcome.value === 'string' ? refused(outcome.value) : outcome.value;
  }

  /** The component, or GitLab's words for why there is none. */
  async #component({ project, name, reference }: ComponentAddress): Promise<ComponentAnswer | string> {
    const releases = isFloating(reference) ? await this.#releases(project) : [];
    const release = isFloating(reference)
      ? chooseRelease(reference, releases)
      : await this.#release(project, reference);
    const absent = isFloating(reference) && !hasVersions(releases) ? notInCatalogue(reference) : NOT_FOUND;
    if (release === undefined && reference === LATEST) return absent;
    const ref = release?.sha ?? release?.tag ?? reference;
    for (const path of componentPaths(name)) {
      const outcome = await caught(() => this.#read(project, path, ref));
      if (outcome.kind === 'unknown') throw new ReadFailure(outcome);
      if (outcome.kind === 'missing') return absent;
      const { text, sha } = outcome.value;
      if (text === null || text.trim() === '') continue;
      const version = release === undefined ? '' : versionName(release.tag);
      return { kind: 'text', text, project, sha, name, version, reference };
    }
    return absent;
  }

  #releases(project: string): Promise<readonly Release[]> {
    return this.#answers.to({
      key: this.#key('releases', project),
      maxAgeMs: MINUTE,
      revive: reviveReleases,
      ask: () => this.#api.releases(project),
    });
  }

  /** A release keeps its commit although its tag may have moved. Without the right to see releases the tag counts. */
  async #release(project: string, tag: string): Promise<Release | undefined> {
    if (isSha(tag)) return undefined;
    const outcome = await this.#caught(() =>
      this.#answers.to({
        key: this.#key('release', project, tag),
        maxAgeMs: MINUTE,
        revive: (stored) => (isRelease(stored) ? stored : undefined),
        ask: () => this.#api.release(project, tag),
      }),
    );
    return outcome.kind === 'had' ? outcome.value : undefined;
  }

  async #template(file: string, name: string): Promise<string> {
    const { project } = this.#options;
    const inFolder = name.includes('/');
    if (project !== undefined) {
      const outcome = await this.#caught(() => this.#api.template(project, name));
      if (outcome.kind === 'had') return outcome.value;
      // The project may be one that the server does not show, or none of its own.
      if (outcome.kind === 'missing' && outcome.what === 'file') throw missing('file');
    }
    if (!inFolder) return this.#api.template(undefined, name);
    if (this.#server.url !== GITLAB_COM.url) {
      throw unknown(`${serverName(this.#server)} gives a template in a folder only through a project`);
    }
    const { text } = await this.#api.file(GITLAB_COM.project, `${GITLAB_COM.folder}/${file}`, 'HEAD');
    return text;
  }

  async #read(project: string, path: string, ref: string): Promise<CommitFile> {
    if (isSha(ref)) return this.#readAt(project, path, ref);
    const key = refKey(project, ref);
    const earlier = this.#commits.get(key);
    if (earlier !== undefined) {
      const sha = await earlier;
      return sha === undefined ? this.#readByRef(project, path, ref) : this.#readAt(project, path, sha);
    }
    const kept = this.#answers.kept(this.#key('commit', project, ref), MINUTE, reviveSha);
    if (kept !== undefined) {
      this.#commits.set(key, Promise.resolve(kept));
      return this.#readAt(project, path, kept);
    }
    const asking = this.#readByRef(project, path, ref);
    this.#commits.set(
      key,
      asking.then(
        ({ sha }) => (isSha(sha) ? sha : undefined),
        () => undefined,
      ),
    );
    return asking;
  }

  #readAt(project: string, path: string, sha: string): Promise<CommitFile> {
    return this.#ask(project, path, sha, FOREVER);
  }

  async #readByRef(project: string, path: string, ref: string): Promise<CommitFile> {
    const file = await this.#ask(project, path, ref, MINUTE);
    if (isSha(file.sha)) {
      this.#answers.keep(this.#key('commit', project, ref), file.sha);
      this.#answers.keep(this.#key('file', project, file.sha, path), file);
    }
    return file;
  }

  #ask(project: string, path: string, ref: string, maxAgeMs: number): Promise<CommitFile> {
    return this.#answers.to({
      key: this.#key('file', project, ref, path),
      maxAgeMs,
      revive: reviveFile,
      ask: async () => {
        try {
          const { text, sha = ref } = await this.#api.file(project, path, ref);
          return { text, sha };
        } catch (error) {
          const isAbsent =
            error instanceof ReadFailure && error.failure.kind === 'missing' && error.failure.what === 'file';
          if (isAbsent) return { text: null, sha: ref };
          throw error;
        }
      },
    });
  }

  #key(kind: string, ...parts: readonly string[]): CacheKey {
    return [kind, this.#server.url, ...parts];
  }

  /** A refused token is refused for every question. */
  async #caught<T>(work: () => Promise<T>): ReturnType<typeof caught<T>> {
    try {
      return await caught(work);
    } catch (error) {
      if (error instanceof CodedError) this.#stop.abort();
      throw error;
    }
  }
}

const refKey = (project: string, ref: string): string => JSON.stringify([project, ref]);
