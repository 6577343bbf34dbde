import { fields, goQuote, parseBool, parseInteger } from '../../../go/index.js';
import type { Variables } from '../../../job/index.js';
import type { RunnerSettings } from '../settings.js';
import { type FlagValues, flagEntries } from './flags.js';

export type GitStrategy = 'clone' | 'fetch' | 'none' | 'empty';
export type SubmoduleStrategy = 'none' | 'normal' | 'recursive' | 'invalid';

/** What a job may set about its own run by variables. Source: common/build_settings.go. */
export interface BuildOptions {
  readonly debugServices: boolean;
  readonly debugTrace: boolean;
  readonly clonePath: string;
  readonly strategy: GitStrategy;
  readonly checkout: boolean;
  readonly submoduleStrategy: SubmoduleStrategy;
  readonly submodulePaths: readonly string[];
  readonly submoduleDepth: number;
  readonly cleanFlags: readonly string[];
  readonly cloneFlags: readonly string[];
  readonly fetchFlags: readonly string[];
  readonly submoduleUpdateFlags: readonly string[];
  readonly lfsSkipSmudge: boolean;
  readonly submoduleForceHttps: boolean;
  readonly getSourcesAttempts: number;
  readonly artifactDownloadAttempts: number;
  readonly restoreCacheAttempts: number;
  readonly secretsAttempts: number;
  readonly afterScriptIgnoreErrors: boolean;
  readonly cacheRequestTimeout: number;
  readonly flags: FlagValues;
  /** What the log warns of, in the Runner's order. */
  readonly errors: readonly string[];
}

export interface OptionDefaults {
  readonly strategy: GitStrategy;
  /** `git_info.depth` of the job. */
  readonly depth: number;
}

const STRATEGIES: readonly string[] = ['clone', 'fetch', 'none', 'empty'];
const SUBMODULE_STRATEGIES: readonly string[] = ['normal', 'recursive', 'none'];
const ATTEMPTS = { min: 1, max: 10 };

/** Reads the settings out of the variables; what cannot be read takes its default and leaves a sentence. */
export function readOptions(
  variables: Variables,
  settings: RunnerSettings,
  defaults: OptionDefaults,
): BuildOptions {
  const read = new OptionReader(variables);
  const debugServices = read.bool('CI_DEBUG_SERVICES', false);
  const debugTrace = read.bool('CI_DEBUG_TRACE', false);
  const values = {
    clonePath: variables.value('GIT_CLONE_PATH'),
    strategy: read.strategy(defaults.strategy),
    checkout: read.bool('GIT_CHECKOUT', true),
    submoduleStrategy: read.submoduleStrategy(),
    submodulePaths: fields(variables.value('GIT_SUBMODULE_PATHS')),
    submoduleDepth: read.integer('GIT_SUBMODULE_DEPTH', defaults.depth),
    cleanFlags: read.flags('GIT_CLEAN_FLAGS', ['-ffdx']),
    cloneFlags: read.flags('GIT_CLONE_EXTRA_FLAGS', []),
    fetchFlags: read.flags('GIT_FETCH_EXTRA_FLAGS', ['--prune', '--quiet']),
    submoduleUpdateFlags: read.flags('GIT_SUBMODULE_UPDATE_FLAGS', []),
    lfsSkipSmudge: read.bool('GIT_LFS_SKIP_SMUDGE', false),
    submoduleForceHttps: read.bool('GIT_SUBMODULE_FORCE_HTTPS', false),
  };
  const attempts = {
    getSourcesAttempts: read.integer('GET_SOURCES_ATTEMPTS', 1),
    artifactDownloadAttempts: read.integer('ARTIFACT_DOWNLOAD_ATTEMPTS', 1),
    restoreCacheAttempts: read.integer('RESTORE_CACHE_ATTEMPTS', 1),
    executorAttempts: read.integer('EXECUTOR_JOB_SECTION_ATTEMPTS', 1),
    secretsAttempts: read.integer('SECRETS_RETRIEVAL_ATTEMPTS', 1),
  };
  const afterScriptIgnoreErrors = read.bool('AFTER_SCRIPT_IGNORE_ERRORS', true);
  const cacheRequestTimeout = read.integer('CACHE_REQUEST_TIMEOUT', 10);
  const debugAllowed = read.debug(settings, { debugTrace, debugServices });
  const clamped = {
    executorAttempts: read.clamp('EXECUTOR_JOB_SECTION_ATTEMPTS', attempts.executorAttempts),
    getSourcesAttempts: read.clamp('GET_SOURCES_ATTEMPTS', attempts.getSourcesAttempts),
    artifactDownloadAttempts: read.clamp('ARTIFACT_DOWNLOAD_ATTEMPTS', attempts.artifactDownloadAttempts),
    restoreCacheAttempts: read.clamp('RESTORE_CACHE_ATTEMPTS', attempts.restoreCacheAttempts),
    secretsAttempts: read.clamp('SECRETS_RETRIEVAL_ATTEMPTS', attempts.secretsAttempts),
  };
  const flags = read.featureFlags(settings.feature_flags ?? {});
  // The Runner resolves the flags twice and so warns twice of one it cannot read.
  read.featureFlags(settings.feature_flags ?? {});
  return {
    ...values,
    ...clamped,
    debugTrace: debugTrace && debugAllowed,
    debugServices: debugServices && debugAllowed,
    afterScriptIgnoreErrors,
    cacheRequestTimeout,
    flags,
    errors: read.errors,
  };
}

class OptionReader {
  readonly errors: string[] = [];
  readonly #variables: Variables;

  constructor(variables: Variables) {
    this.#variables = variables;
  }

  bool(name: string, byDefault: boolean): boolean {
    const raw = this.#variables.value(name);
    if (raw === '') return byDefault;
    const value = parseBool(raw);
    if (value !== undefined) return value;
    this.errors.push(`${name}: expected bool got ${goQuote(raw)}, using default value: ${byDefault}`);
    return byDefault;
  }

  integer(name: string, byDefault: number): number {
    const raw = this.#variables.value(name);
    if (raw === '') return byDefault;
    const value = parseInteger(raw);
    if (value !== undefined) return value;
    this.errors.push(`${name}: expected int got ${goQuote(raw)}, using default value: ${byDefault}`);
    return byDefault;
  }

  flags(name: string, byDefault: readonly string[]): readonly string[] {
    const raw = this.#variables.value(name);
    if (raw === '') return byDefault;
    return raw === 'none' ? [] : fields(raw);
  }

  strategy(byDefault: GitStrategy): GitStrategy {
    const raw = this.#variables.value('GIT_STRATEGY');
    if (isStrategy(raw)) return raw;
    if (raw !== '') {
      const sentence = `expected either 'clone', 'fetch', 'none' or 'empty' got ${goQuote(raw)}`;
      this.errors.push(`GIT_STRATEGY: ${sentence}, using default value '${byDefault}'`);
    }
    return byDefault;
  }

  submoduleStrategy(): SubmoduleStrategy {
    const raw = this.#variables.value('GIT_SUBMODULE_STRATEGY');
    if (raw === '') return 'none';
    if (isSubmoduleStrategy(raw)) return raw;
    const sentence = `expected either 'normal', 'recursive' or 'none' got ${goQuote(raw)}`;
    this.errors.push(`GIT_SUBMODULE_STRATEGY: ${sentence}`);
    return 'invalid';
  }

  debug(settings: RunnerSettings, asked: { debugTrace: boolean; debugServices: boolean }): boolean {
    if (settings.debug_trace_disabled !== true) return true;
    if (asked.debugTrace) this.errors.push('CI_DEBUG_TRACE: usage is disabled on this Runner');
    if (asked.debugServices) this.errors.push('CI_DEBUG_SERVICES: usage is disabled on this Runner');
    return false;
  }

  clamp(name: string, attempts: number): number {
    const { min, max } = ATTEMPTS;
    const value = Math.max(min, Math.min(max, attempts));
    if (value !== attempts) {
      this.errors.push(
        `${name}: number of attempts out of the range [${min}, ${max}], clamping to: ${value}`,
      );
    }
    return value;
  }

  featureFlags(fixed: Readonly<Record<string, boolean>>): FlagValues {
    const values: Record<string, boolean> = {};
    for (const [name, byDefault] of flagEntries) {
      const set = fixed[name];
      const raw = set === undefined ? this.#variables.get(name) : String(set);
      const value = parseBool(raw);
      if (value === undefined) {
        this.errors.push(`${name}: could not parse feature flag, expected bool, got ${raw}`);
      }
      values[name] = value ?? byDefault;
    }
    return values;
  }
}

function isStrategy(text: string): text is GitStrategy {
  return STRATEGIES.includes(text);
}

function isSubmoduleStrategy(text: string): text is SubmoduleStrategy {
  return SUBMODULE_STRATEGIES.includes(text);
}
