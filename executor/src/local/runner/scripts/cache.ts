import { encodeJson } from '../../../go/index.js';
import type { JobCache } from '../../../job/index.js';
import { listOf } from '../build/index.js';
import { type CachePlace, cachePlace } from './cache-key.js';
import { cdProject, writeExports } from './exports.js';
import { CACHE_ENV_FILE } from './files.js';
import { writeOwnership } from './ownership.js';
import { guardRunnerCommand } from './runner-command.js';
import type { StageFacts, Written } from './stage.js';

const PROTECTED_SUFFIX = '-protected';

/** restore_cache: for each cache the first of its keys that is there. Source: shells/abstract.go cacheExtractor. */
export function writeRestoreCache(facts: StageFacts): Written {
  const { build, writer } = facts;
  writeExports(facts);
  cdProject(facts);
  const caches = listOf(build.job.cache).filter((cache) => pathFlags(cache).length > 0);
  if (caches.length === 0) return 'skip';
  for (const cache of caches) {
    const { warning, place, error } = cachePlace(build, cache.key ?? '');
    if (warning !== '') writer.warning(warning);
    if (place === undefined) writer.notice(`Skipping cache extraction due to ${error ?? ''}`);
    else if (!policyAllows(facts, cache, 'pull', place.key)) {
      writer.notice(`Not downloading cache ${place.key} due to policy`);
    } else writeExtract(facts, cache, place);
  }
  writeOwnership(facts, [build.cacheDir, build.rootDir]);
  return 'written';
}

function writeExtract(facts: StageFacts, cache: JobCache, first: CachePlace): void {
  const { build } = facts;
  const variables = build.variables();
  const places = [first];
  for (const key of listOf(cache.fallback_keys)) addPlace(facts, places, variables.expandValue(key));
  addPlace(facts, places, variables.value('CACHE_FALLBACK_KEY'), (key) => mayFallBack(facts, key));
  guardRunnerCommand(facts, 'Extracting cache', () =>
    writeExtractCommand(facts, places, listOf(cache.paths)),
  );
}

function addPlace(
  { build, writer }: StageFacts,
  places: CachePlace[],
  key: string,
  allowed?: (key: string) => boolean,
): void {
  if (key === '') return;
  const { warning, place, error } = cachePlace(build, key, allowed);
  if (warning !== '') writer.warning(warning);
  if (error !== undefined) writer.notice(`Skipping cache extraction due to ${error}`);
  if (place !== undefined) places.push(place);
}

/** A cache of protected branches is no fallback for others. */
function mayFallBack({ writer }: StageFacts, key: string): boolean {
  if (!key.replace(/[. ]+$/, '').endsWith(PROTECTED_SUFFIX)) return true;
  const quoted = `CACHE_FALLBACK_KEY ${JSON.stringify(key)}`;
  writer.warning(`${quoted} not allowed to end in ${JSON.stringify(PROTECTED_SUFFIX)}`);
  return false;
}

function writeExtractCommand(
  facts: StageFacts,
  places: readonly CachePlace[],
  paths: readonly string[],
): void {
  const { build, writer, runnerCommand } = facts;
  const [place, ...others] = places;
  if (place === undefined) return;
  writer.notice(`Checking cache for ${place.key}...`);
  const timeout = String(build.options().cacheRequestTimeout);
  writer.ifCommandShown(
    [runnerCommand, 'cache-extractor', '--file', place.archive, '--timeout', timeout],
    () => writer.notice('Successfully extracted cache'),
    () => {
      writer.warning('Failed to extract cache');
      if (build.flag('FF_CLEAN_UP_FAILED_CACHE_EXTRACT')) {
        for (const path of paths) {
          writer.print(`Removing ${path}`);
          writer.removeDir(path);
        }
      }
      writeExtractCommand(facts, others, paths);
    },
  );
}

/** archive_cache and archive_cache_on_failure. Source: cacheArchiver. */
export function writeArchiveCache(facts: StageFacts, succeeded: boolean): Written {
  const { build, writer } = facts;
  writeExports(facts);
  cdProject(facts);
  const caches = listOf(build.job.cache).filter(
    (cache) => appliesTo(cache.when, succeeded) && pathFlags(cache).length > 0,
  );
  for (const cache of caches) {
    const { warning, place, error } = cachePlace(build, cache.key ?? '');
    if (warning !== '') writer.warning(warning);
    if (place === undefined) writer.notice(`Skipping cache archiving due to ${error ?? ''}`);
    else if (!policyAllows(facts, cache, 'push', place.key)) {
      writer.notice(`Not uploading cache ${place.key} due to policy`);
    } else writeArchiveCommand(facts, place, pathFlags(cache));
  }
  return caches.length === 0 ? 'skip' : 'written';
}

function writeArchiveCommand(facts: StageFacts, place: CachePlace, paths: readonly string[]): void {
  const { build, writer, runnerCommand } = facts;
  const limit = build.settings.cache?.MaxUploadedArchiveSize ?? 0;
  const args = [
    ...['cache-archiver', '--file', place.archive, '--alternate-file', place.alternateArchive],
    ...['--timeout', String(build.options().cacheRequestTimeout)],
    ...(limit > 0 ? ['--max-uploaded-archive-size', String(limit)] : []),
    ...paths,
  ];
  guardRunnerCommand(facts, 'Creating cache', () => {
    writer.notice(`Creating cache ${place.key}...`);
    // By a file and not by flags, so that an older helper program ignores it.
    const metadata = encodeJson({ cachekey: place.key });
    const env = writer.dotEnvFile(CACHE_ENV_FILE, new Map([['CACHE_METADATA', metadata]]));
    writer.ifCommandShown(
      [runnerCommand, ...args, '--env-file', env],
      () => writer.notice('Created cache'),
      () => writer.warning('Failed to create cache'),
    );
    writer.removeFile(env);
  });
}

function pathFlags(cache: JobCache): string[] {
  const paths = listOf(cache.paths).flatMap((path) => ['--path', path]);
  return cache.untracked === true ? [...paths, '--untracked'] : paths;
}

/** Does `when` of a cache or an artifact take in a job with this outcome? */
export function appliesTo(when: string | undefined, succeeded: boolean): boolean {
  if (when === 'always') return true;
  return succeeded ? when === undefined || when === '' || when === 'on_success' : when === 'on_failure';
}

function policyAllows({ build }: StageFacts, cache: JobCache, wanted: 'pull' | 'push', key: string): boolean {
  const policy = build.variables().expandValue(cache.policy ?? '');
  if (policy === '' || policy === 'pull-push') return true;
  if (policy === 'pull' || policy === 'push') return policy === wanted;
  throw new Error(`unknown cache policy ${policy} for ${key}`);
}
