import { existsSync, readFileSync } from 'node:fs';
import { CodedError } from '@gitlab-chatops/shared/errors';
import { decisiveSection } from '@gitlab-chatops/shared/reply';
import type { JobFacts } from '../job/index.js';
import { planLaunch } from '../sandbox/index.js';
import {
  channelAllowed,
  loadSettings,
  type ProjectPolicy,
  policyFor,
  type SandboxSettings,
  type Settings,
  settingsPath,
} from '../settings/index.js';
import type { DriverContext } from './context.js';
import { type Frozen, type ReceivedJob, receiveJob } from './frozen.js';
import { type JobMode, jobEnv } from './job-env.js';
import { rememberPlainConfig } from './plain-memory.js';
import { JobState, removeStaleStates } from './state.js';

/** config_exec: decides once how the job is served, and prints it for the Runner. */
export function config(context: DriverContext): string {
  const { environment, flags, uid } = context;
  const path = settingsPath(flags, environment);
  const settingsBytes = existsSync(path) ? readFileSync(path) : undefined;
  const settings = loadSettings({ flags, environment, uid });
  const job = receiveJob(environment);
  if (job === undefined || !job.facts.fromChat) return plainConfig(settings, job, settingsBytes, context);
  removeStaleStates(settings.stateDir, context.now());
  return chatConfig(settings, job, context);
}

function plainConfig(
  settings: Settings,
  job: ReceivedJob | undefined,
  settingsBytes: Buffer | undefined,
  context: DriverContext,
): string {
  const { environment, uid } = context;
  const { sandbox } = policyFor(settings, job?.facts.project.path ?? '');
  const launch = launchIn(sandbox, settings, context);
  const json = toJson(settings, jobEnv({ mode: 'plain', settings, launch }), context.version);
  const alike = [...settings.projects.values()].every((policy) => sameSandbox(policy.sandbox, sandbox));
  if (!alike) return json;
  try {
    const { stateDir, file: settingsFile } = settings;
    rememberPlainConfig(json, { stateDir, settingsFile, settingsBytes, environment, uid });
  } catch {
    // Only the next call is slower for it.
  }
  return json;
}

function chatConfig(settings: Settings, job: ReceivedJob, context: DriverContext): string {
  const { facts, response } = job;
  const policy = policyFor(settings, facts.project.path ?? '');
  const launch = launchIn(policy.sandbox, settings, context);
  const frozen: Frozen = {
    startedAt: context.now(),
    responseDigest: job.digest,
    launch,
    policy,
    slack: settings.slack,
  };
  const mode = modeOf(policy, facts);
  const state = needsState(mode, policy, facts, context)
    ? openState(
        () =>
          JobState.create(
            settings.stateDir,
            response,
            decisiveSection({ kind: 'empty' }, context.now() / 1000),
            context.uid,
          ),
        context,
      )
    : undefined;
  return toJson(
    settings,
    jobEnv({
      mode: mode === 'reply' && state === undefined ? 'pty' : mode,
      settings,
      launch,
      frozen,
      statePath: state?.path,
    }),
    context.version,
  );
}

function modeOf(policy: ProjectPolicy, facts: JobFacts): JobMode {
  if (policy.owner !== 'ours') return 'pty';
  return facts.secretsInInput.length > 0 && !policy.allowSecretInput ? 'refuse' : 'reply';
}

/** Whether there is a channel to answer in; says in the job's log why not. */
function needsState(mode: JobMode, policy: ProjectPolicy, facts: JobFacts, context: DriverContext): boolean {
  if (mode === 'pty') return false;
  const { channel } = facts.chat;
  if (channel !== undefined && channelAllowed(policy, channel)) return true;
  context.complain(
    `The reply is left to GitLab: ${channel === undefined ? 'the job has no CHAT_CHANNEL' : `channel ${channel} is not listed for this project in the settings`}. (DRIVER_CHANNEL_NOT_ALLOWED)`,
  );
  return false;
}

/** Without a folder there is no telling whether a reply was sent, so none is; the job runs all the same. */
function openState(open: () => JobState, context: DriverContext): JobState | undefined {
  try {
    return open();
  } catch (error) {
    if (!(error instanceof CodedError) && !isErrno(error)) throw error;
    context.complain(`The reply is left to GitLab: ${error.message} (DRIVER_NO_STATE)`);
    return undefined;
  }
}

function isErrno(error: unknown): error is Error {
  return error instanceof Error && 'errno' in error;
}

function launchIn(sandbox: SandboxSettings, settings: Settings, context: DriverContext) {
  return planLaunch({
    settings,
    sandbox,
    tokens: [...settings.projects.values()].flatMap(({ chat }) => (chat === undefined ? [] : [chat.token])),
    environment: context.environment,
    uid: context.uid,
    parent: context.parent,
  });
}

function sameSandbox(a: SandboxSettings, b: SandboxSettings): boolean {
  return JSON.stringify({ ...a, acceptRisk: true }) === JSON.stringify({ ...b, acceptRisk: true });
}

/** The JSON of config_exec (executors/custom/api/config.go). */
function toJson(settings: Settings, job_env: Record<string, string>, version: string): string {
  return `${JSON.stringify({
    driver: { name: 'gitlab-chatops', version },
    builds_dir: settings.buildsDir,
    cache_dir: settings.cacheDir,
    // Two jobs of one project would get the same working directory otherwise.
    builds_dir_is_shared: true,
    job_env,
  })}\n`;
}
