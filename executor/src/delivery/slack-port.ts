import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootCertificates } from 'node:tls';
import { CodedError } from '@gitlab-chatops/shared/errors';
import {
  type DeliveryOutcome,
  type ReplyMessage,
  type ReplyPort,
  toSlack,
  toSlackPlain,
} from '@gitlab-chatops/shared/reply';
import type { SlackSettings } from '../settings/index.js';
import { classifyFailure } from './classify.js';
import { callTimeout, nextStep } from './policy.js';
import { callSlack, type SlackAccess } from './slack-call.js';
import { slackProblem } from './slack-errors.js';
import { createFetch } from './transport/index.js';

export interface SlackPortOptions {
  readonly token: string;
  /** Channel id: CHAT_CHANNEL, allowed by the settings. */
  readonly channel: string;
  readonly pipelineId?: number | undefined;
  readonly slack: SlackSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Tests count time themselves. */
  readonly clock?: Clock;
}

export interface Clock {
  /** Milliseconds. */
  now(): number;
  sleep(ms: number): Promise<void>;
}

const systemClock: Clock = {
  now: () => performance.now(),
  sleep: async (ms) => {
    await sleep(ms);
  },
};

/** How a post is recognised when it is read back: the job it answers. */
export const METADATA_EVENT = 'gitlab_chatops_reply';

/**
 * Posts replies by chat.postMessage and corrects them by chat.update, within 15 seconds each (design D7). Outcomes
 * are exact: `failed` means that the message certainly does not stand in the channel, `ambiguous` that it may. No
 * outcome repeats the token, the message, or the text of an answer.
 * @throws CodedError SLACK_CA_FILE when the settings name a certificate file that cannot be read
 */
export function createSlackPort(options: SlackPortOptions): ReplyPort {
  const { token, channel, pipelineId, slack, environment, clock = systemClock } = options;
  const fetch = createFetch({
    configured: slack.proxy,
    environment,
    ca: readAuthorities(slack, environment),
  });
  const access: SlackAccess = { token, fetch, apiUrl: slack.apiUrl };

  const metadata = ({ job }: ReplyMessage) => ({
    event_type: METADATA_EVENT,
    event_payload: {
      job_id: job.id,
      ...(pipelineId === undefined ? {} : { pipeline_id: pipelineId }),
      job_name: job.name,
    },
  });

  const deliver = (method: Method, target: object, message: ReplyMessage): Promise<DeliveryOutcome> => {
    // The simple form leaves out all that Slack may have refused, metadata included.
    const forms = [
      { ...target, ...toSlack(message), metadata: metadata(message) },
      { ...target, ...toSlackPlain(message) },
    ] as const;
    return tryUntilSettled(forms, method === 'chat.update', clock, (form, timeout) =>
      callSlack(access, method, form, timeout),
    );
  };

  return {
    post: (message) =>
      deliver('chat.postMessage', { channel, unfurl_links: false, unfurl_media: false }, message),
    update: (posted, message) => deliver('chat.update', { channel: posted.channel, ts: posted.ts }, message),
  };
}

type Method = 'chat.postMessage' | 'chat.update';
type Form = Readonly<Record<string, unknown>>;

async function tryUntilSettled(
  [full, simple]: readonly [Form, Form],
  idempotent: boolean,
  clock: Clock,
  call: (form: Form, timeoutMs: number) => Promise<Form>,
): Promise<DeliveryOutcome> {
  const begun = clock.now();
  let form = full;
  for (let attempt = 1; ; attempt++) {
    try {
      const { channel, ts } = await call(form, callTimeout(clock.now() - begun));
      if (typeof channel === 'string' && typeof ts === 'string') return { kind: 'sent', channel, ts };
      return { kind: 'ambiguous', ...slackProblem('SLACK_NOT_SLACK', 'no ts') };
    } catch (error) {
      const failure = classifyFailure(error);
      const elapsedMs = clock.now() - begun;
      const step = nextStep(failure, { attempt, elapsedMs, simplified: form === simple, idempotent });
      if (step.kind === 'give_up') {
        const { code, message } = failure.problem;
        return { kind: step.as, code, message };
      }
      if (step.kind === 'simplify') form = simple;
      else await clock.sleep(step.afterMs);
    }
  }
}

/**
 * With `ca` given, Node trusts nothing else: its own roots are added, and NODE_EXTRA_CA_CERTS, which may be in the
 * environment without Node having been started with it (it costs start-up time, so the driver keeps it away).
 */
function readAuthorities(slack: SlackSettings, environment: SlackPortOptions['environment']) {
  const { caFile } = slack;
  const extra = environment.NODE_EXTRA_CA_CERTS;
  if (caFile === undefined && !extra) return undefined;
  return [
    ...rootCertificates,
    ...(caFile === undefined ? [] : [readCaFile(caFile)]),
    ...(extra && existsSync(extra) ? [readCaFile(extra)] : []),
  ];
}

function readCaFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new CodedError(
      {
        code: 'SLACK_CA_FILE',
        message: `The certificate file ${path} cannot be read.`,
        wayOut: 'Let slack.ca_file name a PEM file that the account of gitlab-runner can read.',
      },
      error,
    );
  }
}
