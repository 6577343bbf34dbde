import { listOf, remoteHost, remoteUrl } from '../build/index.js';
import { RunPanic } from '../job/errors.js';
import { platformOf } from '../settings.js';
import { type GitTemplate, writeIncludeInRepository } from './git-config.js';
import type { StageFacts } from './stage.js';

const SHOWN_SHA_LENGTH = 8;
const CLONE_REVISION_SINCE = '2.49'; // `git clone --revision`

/** `git init` and a fetch of the job's refspecs. Source: shells/abstract.go writeRefspecFetchCmd. */
export function writeRefspecFetch(facts: StageFacts, template: GitTemplate): void {
  const { build, writer } = facts;
  const { git_info } = build.job;
  const depth = git_info.depth ?? 0;
  writer.notice(depth > 0 ? `Fetching changes with git depth set to ${depth}...` : 'Fetching changes...');
  const format = git_info.repo_object_format ?? '';
  const formatFlags = format === '' || format === 'sha1' ? [] : ['--object-format', format];
  writer.command('git', 'init', build.projectDir, '--template', template.dir, ...formatFlags);
  writer.cd(build.projectDir);
  writer.ifCommand(
    ['git', 'remote', 'add', 'origin', template.url],
    () => writer.notice('Created fresh repository.'),
    () => {
      writer.command('git', 'remote', 'set-url', 'origin', template.url);
      writeIncludeInRepository(facts);
    },
  );
  const args = [
    ...gitOptions(facts),
    'fetch',
    'origin',
    '--no-recurse-submodules',
    ...listOf(git_info.refspecs),
    ...(depth > 0 ? ['--depth', String(depth)] : []),
    ...build.options().fetchFlags,
  ];
  if (depth > 0) {
    writer.command('git', ...args);
    return;
  }
  writer.ifFile(
    '.git/shallow',
    () => writer.command('git', ...args, '--unshallow'),
    () => writer.command('git', ...args),
  );
}

/** GIT_STRATEGY=clone: never into an old directory; `git clone` itself only with FF_USE_GIT_NATIVE_CLONE. */
export function writeCloneIfPossible(facts: StageFacts, template: GitTemplate): void {
  const { build, writer } = facts;
  writer.removeDir(build.projectDir);
  if (!build.flag('FF_USE_GIT_NATIVE_CLONE')) {
    writeRefspecFetch(facts, template);
    return;
  }
  writer.ifGitVersion(
    CLONE_REVISION_SINCE,
    () => writeNativeClone(facts, template),
    () => writeRefspecFetch(facts, template),
  );
}

function writeNativeClone(facts: StageFacts, template: GitTemplate): void {
  const { build, writer } = facts;
  const { ref } = build.job.git_info;
  const depth = build.job.git_info.depth ?? 0;
  if (depth > 0) writer.notice(`Cloning repository for ${ref} with git depth set to ${depth}...`);
  else writer.notice(ref === '' ? 'Cloning repository...' : `Cloning repository for ${ref}...`);
  const refFlags = ref === '' ? [] : [ref.startsWith('refs/') ? '--revision' : '--branch', ref];
  writer.command(
    'git',
    ...gitOptions(facts),
    'clone',
    '--no-checkout',
    template.url,
    build.projectDir,
    '--template',
    template.dir,
    ...(depth > 0 ? ['--depth', String(depth)] : []),
    ...refFlags,
    ...build.options().cloneFlags,
  );
  writer.cd(build.projectDir);
}

/** The job's commit, and nothing that an earlier job left. Throws RunPanic for a commit that is no SHA. */
export function writeCheckout(facts: StageFacts): void {
  const { build, writer } = facts;
  const { sha, ref } = build.job.git_info;
  const length = Buffer.byteLength(sha);
  if (length < SHOWN_SHA_LENGTH) {
    throw new RunPanic(`runtime error: slice bounds out of range [:8] with length ${length}`);
  }
  writer.notice(`Checking out ${sha.slice(0, SHOWN_SHA_LENGTH)} as detached HEAD (ref is ${ref})...`);
  const options = ['-c', 'submodule.recurse=false', ...proactiveAuth(facts)];
  writer.command('git', ...options, 'checkout', '-f', '-q', sha);
  const { cleanFlags } = build.options();
  if (cleanFlags.length > 0) writer.command('git', 'clean', ...cleanFlags);
}

function gitOptions(facts: StageFacts): string[] {
  const { settings } = facts.build;
  const agent = `http.userAgent=gitlab-runner ${settings.version} ${platformOf(settings)}`;
  return ['-c', agent, ...proactiveAuth(facts)];
}

/** FF_USE_GIT_PROACTIVE_AUTH: credentials at once, for the repository's host only where it is known. */
function proactiveAuth({ build, writer }: StageFacts): string[] {
  if (!build.flag('FF_USE_GIT_PROACTIVE_AUTH')) return [];
  const url = remoteUrl(build.gitAuth());
  const host = url === undefined ? '' : remoteHost(url);
  if (host === '') {
    writer.warning('proactive auth: repository host is empty, using unscoped config');
    return ['-c', 'http.proactiveAuth=basic'];
  }
  return ['-c', `http.${host}.proactiveAuth=basic`];
}
