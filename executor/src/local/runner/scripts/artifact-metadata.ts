import { formatUrl, parseBool, parseUrl, withUser } from '../../../go/index.js';
import { fromWire, type JobArtifact, Variables } from '../../../job/index.js';
import { listOf } from '../build/index.js';
import type { StageFacts } from './stage.js';

/**
 * RUNNER_GENERATE_ARTIFACTS_METADATA: what the helper program writes into a provenance statement beside a zip.
 * Source: shells/abstract.go generateArtifactsMetadataArgs.
 */
export function metadataFlags({ build }: StageFacts, artifact: JobArtifact): string[] {
  const variables = new Variables(listOf(build.job.variables).map(fromWire));
  if (!isTrue(variables.get('RUNNER_GENERATE_ARTIFACTS_METADATA'))) return [];
  // A second file in the archive: only a zip can hold it (gitlab 367203).
  if (artifact.artifact_format !== 'zip') return [];
  const { settings, job } = build;
  const schema = variables.get('SLSA_PROVENANCE_SCHEMA_VERSION');
  return [
    '--generate-artifacts-metadata',
    ...['--runner-id', variables.value('CI_RUNNER_ID')],
    ...['--repo-url', cleanUrl(job.git_info.repo_url).replace(/\.git$/, '')],
    ...['--repo-digest', job.git_info.sha],
    ...['--job-name', job.job_info.name],
    ...['--executor-name', settings.executor],
    ...['--runner-name', settings.name],
    ...['--started-at', rfc3339(build.startedAt)],
    ...['--ended-at', rfc3339(build.now())],
    ...['--schema-version', schema === '' ? 'unknown' : schema],
    ...listOf(job.variables).flatMap(({ key }) => ['--metadata-parameter', key]),
  ];
}

/** Variables.Bool: more words are true than strconv.ParseBool knows. */
function isTrue(text: string): boolean {
  return parseBool(text.toLowerCase()) ?? /^[+]?0*1$/.test(text);
}

/** helpers/url CleanURL: no credentials, query or fragment. */
function cleanUrl(text: string): string {
  const url = parseUrl(text);
  return url === undefined ? '' : formatUrl({ ...withUser(url), tail: '' });
}

function rfc3339(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -5)}Z`;
}
