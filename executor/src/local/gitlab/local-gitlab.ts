import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHttpBackend, openSnapshotRepository } from '../git/index.js';
import { ArtifactStore } from './artifacts/store.js';
import { type Clock, systemClock } from './clock.js';
import { GitLabEvents, type GitLabListener } from './events.js';
import { type GitLabUser, isFinished, type Job, type JobView, viewJob } from './jobs/job.js';
import { JobLifecycle } from './jobs/lifecycle.js';
import { TraceFile } from './jobs/trace-file.js';
import { DEFAULT_LIMITS, type GitLabLimits } from './limits.js';
import { listen } from './listen.js';
import type { ChatPlanner, HeadFacts } from './planner.js';
import { type ChatName, DEFAULT_PROJECT, type LocalProject } from './project.js';
import { Notifier } from './responder/notifier.js';
import { routesOf } from './routes.js';
import { headFacts, type SlashInstance } from './slash/run-command.js';
import { createJobToken, createSecrets, type RandomText, randomText, type Secrets } from './tokens.js';

export interface LocalGitLabOptions {
  readonly planner: ChatPlanner;
  /** What the project's repository is made of, anew for each command. */
  readonly repository: {
    readonly directory: string;
    readonly ref?: string;
    /** Texts of an editor that stand in place of what is on disk. */
    readonly unsaved?: Readonly<Record<string, string>>;
  };
  readonly project?: Partial<LocalProject>;
  /** The GitLab user that a chat user is linked to; by default nobody is. */
  readonly chatName?: (teamId: string, chatUserId: string) => ChatName | undefined;
  /** Whether a response_url is the local Slack's, which then is answered as Slack is. */
  readonly isSlack?: (responseUrl: string) => boolean;
  /** Where people look at jobs; default: this server's own URL. */
  readonly webUrl?: () => string;
  readonly port?: number;
  readonly limits?: Partial<GitLabLimits>;
  readonly clock?: Clock;
  readonly random?: RandomText;
  readonly environment?: NodeJS.ProcessEnv;
  /** Where the temporary directory is made; default: the system's. */
  readonly temporaryDirectory?: string;
  /** Told of what went wrong inside; clients see none of it. */
  readonly onError?: (error: unknown) => void;
}

/** A running local GitLab: one project, one Runner token, jobs in memory. */
export interface LocalGitLab extends Secrets {
  /** `http://127.0.0.1:PORT`; Runners take it as `url`. */
  readonly url: string;
  readonly project: LocalProject;
  /** Returns the way to stop listening. */
  subscribe(listener: GitLabListener): () => void;
  /** Looks at the directory as a command of this user would now, without running anything. */
  head(user: GitLabUser): Promise<HeadFacts>;
  jobs(): readonly JobView[];
  job(id: number): JobView | undefined;
  /** A job's log so far, or a part of it. */
  trace(id: number, start?: number, end?: number): Uint8Array;
  cancel(id: number, options?: { readonly force?: boolean }): void;
  /** Starts a manual or delayed job; false when it is none. */
  play(id: number): boolean;
  /**
   * Hands over a job's trace as it is without the driver's changes, before the job ends, for the view of what GitLab
   * would have replied. Without it that view is made from the trace (responder/before-rename.ts).
   */
  showTraceBeforeRename(id: number, trace: Uint8Array): void;
  /** Ends fetches and requests; leaves no process and no file. */
  close(): Promise<void>;
}

/**
 * Starts a GitLab on loopback that speaks GitLab's own wire protocol, for one directory.
 * Throws CONFIG_REPOSITORY_MISSING, CONFIG_REPOSITORY_OWNER, CONFIG_REF_UNKNOWN, CONFIG_GIT_MISSING, CONFIG_GIT_FAILED,
 * CONFIG_PORT_IN_USE.
 */
export async function startLocalGitLab(options: LocalGitLabOptions): Promise<LocalGitLab> {
  const clock = options.clock ?? systemClock;
  const random = options.random ?? randomText;
  const onError = options.onError ?? (() => {});
  const environment = options.environment ?? process.env;
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const project = { ...DEFAULT_PROJECT, ...options.project };
  const root = await mkdtemp(join(options.temporaryDirectory ?? tmpdir(), 'gitlab-chatops-gitlab-'));
  try {
    return await startIn(root);
  } catch (error) {
    await rm(root, { recursive: true, force: true });
    throw error;
  }

  async function startIn(directory: string): Promise<LocalGitLab> {
    const repository = await openSnapshotRepository({
      ...options.repository,
      configPath: project.configPath,
      temporaryDirectory: directory,
      environment,
      now: () => clock.now(),
    });
    const { gitDirectory } = repository;
    const backend = createHttpBackend({ gitDirectory, environment: repository.environment });
    const events = new GitLabEvents(onError);
    const closing = new AbortController();
    const beforeRename = new Map<number, Uint8Array>();
    const knownUrl = (responseUrl: string) => (options.isSlack?.(responseUrl) ? SLACK_URL : responseUrl);
    let pipelines = 0;
    const jobs = new JobLifecycle({
      clock,
      createToken: () => createJobToken(random),
      openTrace: (jobId) => new TraceFile(join(directory, `trace-${jobId}`)),
      changed: (job, from) =>
        events.emit({ kind: 'job', job: viewJob(job), ...(from === undefined ? {} : { from }) }),
      finished: (job) => notifier.finished(job),
    });
    const instance: SlashInstance = {
      project,
      secrets: createSecrets(random),
      clock,
      events,
      jobs,
      repository,
      backend,
      artifacts: new ArtifactStore(directory),
      limits,
      origin: () => server.origin,
      webUrl: () => options.webUrl?.() ?? server.origin,
      closing: closing.signal,
      chatName: options.chatName ?? (() => undefined),
      planner: options.planner,
      randomText: random,
      knownUrl,
      nextPipelineId: () => ++pipelines,
    };
    const handedOver = (jobId: number) => beforeRename.get(jobId);
    const notifier = new Notifier(instance, { knownUrl, handedOver, onError });
    const server = await listen(routesOf(instance), { limits, onError, port: options.port ?? 0 });
    const found = (id: number): Job | undefined => jobs.get(id);
    let closed: Promise<void> | undefined;
    return {
      ...instance.secrets,
      url: server.origin,
      project,
      subscribe: (listener) => events.subscribe(listener),
      async head(user) {
        const commit = await repository.take();
        return headFacts(instance, { commit, user, iid: pipelines + 1, createdAt: clock.now() });
      },
      jobs: () => jobs.all().map(viewJob),
      job(id) {
        const job = found(id);
        return job === undefined ? undefined : viewJob(job);
      },
      trace: (id, start, end) => found(id)?.trace.read(start, end) ?? new Uint8Array(),
      cancel(id, { force = false } = {}) {
        const job = found(id);
        if (job !== undefined) jobs.cancel(job, force);
      },
      play(id) {
        const job = found(id);
        return job !== undefined && jobs.play(job);
      },
      showTraceBeforeRename(id, trace) {
        const job = found(id);
        if (job !== undefined && !isFinished(job)) beforeRename.set(id, trace);
      },
      close() {
        closed ??= (async () => {
          closing.abort();
          notifier.close();
          await server.close();
          await backend.close();
          jobs.close();
          await repository.close();
          await rm(directory, { recursive: true, force: true });
        })();
        return closed;
      },
    };
  }
}

/** What GitLab knows Slack's answers by (lib/gitlab/chat/responder.rb). */
const SLACK_URL = 'https://hooks.slack.com/local';
