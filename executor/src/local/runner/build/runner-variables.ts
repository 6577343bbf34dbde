import { type Variable, variable } from '../../../job/index.js';
import { platformOf, type RunnerSettings } from '../settings.js';
import { internalVariable, listOf } from './job.js';

/** The lowest free numbers among this process's running jobs: CI_CONCURRENT_ID and CI_CONCURRENT_PROJECT_ID. */
export interface ConcurrencyIds {
  readonly runner: number;
  readonly project: number;
}

/** What the Runner tells a job by variables of its own. */
export interface RunnerFacts {
  readonly settings: RunnerSettings;
  readonly image: string;
  readonly rootDir: string;
  readonly projectDir: string;
  readonly tmpDir: string;
  readonly ids: ConcurrencyIds;
  readonly timeoutSeconds: number;
  /** Before it is cut to what DNS allows. */
  readonly networkName: string;
}

const DNS_NAME_LENGTH = 63; // RFC 1123; helpers/dns

/** Variables that a job's own may replace: common/build.go getBaseVariablesBeforeJob. */
export function variablesBeforeJob(facts: RunnerFacts): Variable[] {
  const { settings, image, ids } = facts;
  return [
    ...(image === '' ? [] : [internalVariable('CI_JOB_IMAGE', image)]),
    internalVariable('CI_RUNNER_SHORT_TOKEN', settings.short_token),
    ...listOf(settings.environment).flatMap(environmentEntry),
    internalVariable('CI_BUILDS_DIR', facts.rootDir),
    internalVariable('CI_PROJECT_DIR', facts.projectDir),
    internalVariable('CI_CONCURRENT_ID', String(ids.runner)),
    internalVariable('CI_CONCURRENT_PROJECT_ID', String(ids.project)),
    internalVariable('CI_SERVER', 'yes'),
    internalVariable('CI_JOB_STATUS', 'running'),
    internalVariable('CI_JOB_TIMEOUT', String(facts.timeoutSeconds)),
    ...tlsVariables(settings),
  ];
}

/**
 * Last in the list: no variable of a user can replace these. Custom and shell executor say that they share their
 * machine. Source: common/build.go getBaseVariablesAfterJob.
 */
export function variablesAfterJob(facts: RunnerFacts, ownNetwork: boolean): Variable[] {
  const { settings } = facts;
  return [
    internalVariable('CI_SHARED_ENVIRONMENT', 'true'),
    internalVariable('CI_RUNNER_VERSION', settings.version),
    internalVariable('CI_RUNNER_REVISION', settings.revision),
    internalVariable('CI_RUNNER_EXECUTABLE_ARCH', platformOf(settings)),
    internalVariable('RUNNER_TEMP_PROJECT_DIR', facts.tmpDir),
    ...(ownNetwork ? [internalVariable('CI_BUILD_NETWORK_NAME', dnsName(facts.networkName))] : []),
  ];
}

/** CI_SERVER_TLS_*: file variables with the certificates of GitLab's own connection. */
export function tlsVariables(settings: RunnerSettings): Variable[] {
  const { ca_chain = '', auth_cert = '', auth_key = '' } = settings.tls ?? {};
  const ca = ca_chain === '' ? [] : [internalVariable('CI_SERVER_TLS_CA_FILE', ca_chain, { file: true })];
  if (auth_cert === '' || auth_key === '') return ca;
  return [
    ...ca,
    internalVariable('CI_SERVER_TLS_CERT_FILE', auth_cert, { file: true }),
    internalVariable('CI_SERVER_TLS_KEY_FILE', auth_key, { file: true, public: false }),
  ];
}

function environmentEntry(entry: string): Variable[] {
  const at = entry.indexOf('=');
  if (at < 0) return [];
  return [variable({ key: entry.slice(0, at), value: entry.slice(at + 1), internal: true })];
}

function dnsName(name: string): string {
  const allowed = name.toLowerCase().replace(/[^-a-z0-9]/g, '');
  return allowed.replace(/^[^a-z0-9]+/, '').slice(0, DNS_NAME_LENGTH);
}
