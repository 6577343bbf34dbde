import { formatDuration, parseDuration } from '../../../go/index.js';
import type { JobArtifact } from '../../../job/index.js';
import { listOf } from '../build/index.js';
import { metadataFlags } from './artifact-metadata.js';
import { appliesTo } from './cache.js';
import { cdProject, writeExports } from './exports.js';
import { writeOwnership } from './ownership.js';
import { guardRunnerCommand } from './runner-command.js';
import type { StageFacts, Written } from './stage.js';

const UPLOAD_TIMEOUT_MS = 3_600_000; // common/consts.go DefaultArtifactUploadTimeout
const RESPONSE_HEADER_TIMEOUT_MS = 600_000; // DefaultArtifactResponseHeaderTimeout

/** download_artifacts of the jobs this one depends on. Source: shells/abstract.go downloadAllArtifacts. */
export function writeDownloadArtifacts(facts: StageFacts): Written {
  const { build, writer, runnerCommand } = facts;
  writeExports(facts);
  cdProject(facts);
  const jobs = listOf(build.job.dependencies).filter((job) => (job.artifacts_file?.filename ?? '') !== '');
  if (jobs.length === 0) return 'skip';
  guardRunnerCommand(facts, 'Artifacts downloading', () => {
    for (const { name, id, token } of jobs) {
      writer.notice(`Downloading artifacts for ${name} (${id})...`);
      const args = ['--url', build.settings.url, '--token', token, '--id', String(id)];
      writer.command(runnerCommand, 'artifacts-downloader', ...args);
    }
  });
  writeOwnership(facts, [build.cacheDir, build.rootDir]);
  return 'written';
}

/** upload_artifacts_on_success and _on_failure. Source: writeUploadArtifacts. */
export function writeUploadArtifacts(facts: StageFacts, succeeded: boolean): Written {
  const { build } = facts;
  if (build.settings.url === '') return 'skip';
  writeExports(facts);
  cdProject(facts);
  const artifacts = listOf(build.job.artifacts).filter(
    (artifact) => appliesTo(artifact.when, succeeded) && pathFlags(artifact).length > 0,
  );
  for (const artifact of artifacts) writeUpload(facts, artifact);
  return artifacts.length === 0 ? 'skip' : 'written';
}

function writeUpload(facts: StageFacts, artifact: JobArtifact): void {
  const { build, writer, runnerCommand } = facts;
  const { settings, job } = build;
  const args = [
    ...['artifacts-uploader', '--url', settings.url, '--token', job.token, '--id', String(job.id)],
    ...['--timeout', timeout(settings.artifact?.upload_timeout, UPLOAD_TIMEOUT_MS)],
    '--response-header-timeout',
    timeout(settings.artifact?.response_header_timeout, RESPONSE_HEADER_TIMEOUT_MS),
    ...metadataFlags(facts, artifact),
    ...pathFlags(artifact),
    ...flag('--name', artifact.name),
    ...flag('--expire-in', artifact.expire_in),
    ...flag('--artifact-format', artifact.artifact_format),
    ...flag('--artifact-type', artifact.artifact_type),
  ];
  guardRunnerCommand(facts, 'Uploading artifacts', () => {
    writer.notice('Uploading artifacts...');
    writer.command(runnerCommand, ...args);
  });
}

function pathFlags(artifact: JobArtifact): string[] {
  return [
    ...listOf(artifact.paths).flatMap((path) => ['--path', path]),
    ...listOf(artifact.exclude).flatMap((path) => ['--exclude', path]),
    ...(artifact.untracked === true ? ['--untracked'] : []),
  ];
}

function flag(name: string, value: string | undefined): string[] {
  return value === undefined || value === '' ? [] : [name, value];
}

function timeout(text: string | undefined, byDefault: number): string {
  return formatDuration(parseDuration(text ?? '') ?? byDefault);
}
