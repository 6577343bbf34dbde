import { joinPath, parseDuration } from '../../../go/index.js';
import { fromWire, type JobStep, type Variable, Variables } from '../../../job/index.js';
import { BuildError } from '../job/errors.js';
import type { RunnerSettings } from '../settings.js';
import { type FeatureFlag, flagEntries, isFeatureFlag } from './flags.js';
import type { GitAuthFacts } from './git-auth.js';
import { completeJob, internalVariable, listOf, type WireJob } from './job.js';
import { type BuildOptions, readOptions } from './options.js';
import { type PathFacts, projectDir, projectUniqueDir, toSlash } from './paths.js';
import {
  type ConcurrencyIds,
  type RunnerFacts,
  variablesAfterJob,
  variablesBeforeJob,
} from './runner-variables.js';

const DEFAULT_TIMEOUT_SECONDS = 7200; // common/consts.go DefaultTimeout

/** What an executor decides before the first script: common/build.go StartBuild. */
export interface StartFacts {
  readonly buildsDir: string;
  readonly cacheDir: string;
  readonly sharedBuildsDir: boolean;
}

export interface BuildGiven {
  readonly ids?: ConcurrencyIds;
  readonly now?: () => number;
}

/**
 * One job on this Runner: its variables, settings and directories. Scripts are generated from it, and nothing else.
 * Variables are computed when asked for and kept until refresh(). Source: common/build.go Build.
 */
export class Build {
  readonly settings: RunnerSettings;
  readonly ids: ConcurrencyIds;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly startedAt: number;
  job: WireJob;
  hostname = '';
  rootDir = '';
  cacheDir = '';
  buildDir = '';
  safeDirectoryCheckout = false;
  #variables: Variables | undefined;
  #options: BuildOptions | undefined;

  constructor(settings: RunnerSettings, job: WireJob, given: BuildGiven = {}) {
    this.settings = settings;
    this.job = completeJob(job);
    this.ids = given.ids ?? { runner: 0, project: 0 };
    this.now = given.now ?? Date.now;
    this.startedAt = this.now();
  }

  /** Fixes the directories; throws BuildError when one is not configured or not allowed. */
  start(facts: StartFacts): void {
    if (facts.buildsDir === '') throw notConfigured('builds_dir');
    if (facts.cacheDir === '') throw notConfigured('cache_dir');
    this.safeDirectoryCheckout = this.settings.safe_directory_checkout ?? false;
    this.rootDir = facts.buildsDir;
    this.cacheDir = joinPath(facts.cacheDir, projectUniqueDir(this.#pathFacts(), false));
    this.refresh();
    this.buildDir = projectDir(this.rootDir, this.#pathFacts(), {
      clonePath: this.options().clonePath,
      cloneAllowed: this.settings.custom_build_dir?.enabled ?? false,
      shared: facts.sharedBuildsDir,
    });
    this.refresh();
  }

  refresh(): void {
    this.#variables = undefined;
    this.#options = undefined;
  }

  /** The whole variable list, expanded. Later entries win. */
  variables(): Variables {
    this.#variables ??= new Variables([
      ...flagEntries.map(([name]) => internalVariable(name, String(this.options().flags[name] === true))),
      ...variablesBeforeJob(this.#runnerFacts()),
      ...this.#jobVariables().filter(({ key }) => !isFeatureFlag(key)),
      ...variablesAfterJob(this.#runnerFacts(), this.flag('FF_NETWORK_PER_BUILD')),
    ]).expand();
    return this.#variables;
  }

  options(): BuildOptions {
    this.#options ??= readOptions(
      new Variables([
        ...flagEntries.map(([name, value]) => internalVariable(name, String(value))),
        ...variablesBeforeJob(this.#runnerFacts()),
        ...this.#jobVariables(),
        ...variablesAfterJob(this.#runnerFacts(), false),
      ]).expand(),
      this.settings,
      {
        strategy: this.job.allow_git_fetch === true ? 'fetch' : 'clone',
        depth: this.job.git_info.depth ?? 0,
      },
    );
    return this.#options;
  }

  flag(name: FeatureFlag): boolean {
    return this.options().flags[name] === true;
  }

  get projectDir(): string {
    return toSlash(this.buildDir);
  }

  get tmpDir(): string {
    return `${toSlash(this.buildDir)}.tmp`;
  }

  get steps(): readonly JobStep[] {
    return listOf(this.job.steps);
  }

  /** The job timeout in milliseconds. */
  get timeoutMs(): number {
    const seconds = this.job.runner_info?.timeout ?? 0;
    return (seconds > 0 ? seconds : DEFAULT_TIMEOUT_SECONDS) * 1000;
  }

  /** A timeout of the settings; the job's own where it is missing, unusable or longer. */
  limitedTimeoutMs(text: string | undefined): number {
    const own = parseDuration(text ?? '') ?? 0;
    return own > 0 && own <= this.timeoutMs ? own : this.timeoutMs;
  }

  gitAuth(): GitAuthFacts {
    const variables = this.variables();
    return {
      cloneUrl: this.settings.clone_url ?? '',
      runnerUrl: this.settings.url,
      repoUrl: this.job.git_info.repo_url,
      token: this.job.token,
      projectPath: variables.value('CI_PROJECT_PATH'),
      submoduleForceHttps: this.options().submoduleForceHttps,
      server: {
        host: variables.value('CI_SERVER_HOST'),
        sshHost: variables.value('CI_SERVER_SHELL_SSH_HOST'),
        sshPort: variables.value('CI_SERVER_SHELL_SSH_PORT'),
      },
      authenticated: !this.flag('FF_GIT_URLS_WITHOUT_TOKENS'),
    };
  }

  #pathFacts(): PathFacts {
    return {
      repoUrl: this.job.git_info.repo_url,
      projectId: this.job.job_info.project_id,
      shortToken: this.settings.short_token,
      projectRunnerId: this.ids.project,
      empty: this.options().strategy === 'empty',
    };
  }

  #jobVariables(): Variable[] {
    return listOf(this.job.variables).map(fromWire);
  }

  #runnerFacts(): RunnerFacts {
    return {
      settings: this.settings,
      image: this.job.image?.name ?? '',
      rootDir: this.rootDir,
      projectDir: this.projectDir,
      tmpDir: this.tmpDir,
      ids: this.ids,
      timeoutSeconds: this.timeoutMs / 1000,
      networkName: `runner-${this.settings.short_token}-${this.job.job_info.project_id}-${this.ids.project}-${this.job.id}`,
    };
  }
}

function notConfigured(name: string): BuildError {
  return new BuildError(`the ${name} is not configured`, 'runner_configuration_error');
}
