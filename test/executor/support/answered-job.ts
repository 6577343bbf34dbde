import type { LocalSlack } from '@gitlab-chatops/executor/local/slack';
import { startLocalSlack } from '@gitlab-chatops/executor/local/slack';
import type { DriverHarness, HarnessOptions } from './driver-harness.js';
import { jobResponse, publicVariable, type ResponseOptions } from './job-response.js';
import { startDriver } from './start-driver.js';

export interface AnsweredJob {
  readonly harness: DriverHarness;
  readonly slack: LocalSlack;
  /** Texts of the messages in the channel, as they stand now. */
  readonly messages: () => string[];
}

export interface AnsweredOptions extends ResponseOptions {
  /** More lines for the entry of the project, e.g. `reply: {on_failure: gitlab}`. */
  readonly project?: string;
  readonly environment?: HarnessOptions['environment'];
  /** Channel id that the settings allow; absent: the job's own. */
  readonly allowed?: string;
  /** Minutes since the pipeline was made. */
  readonly age?: number;
}

const running: LocalSlack[] = [];

/** A chat job whose reply is ours, against a local Slack. */
export async function startAnsweredJob(options: AnsweredOptions = {}): Promise<AnsweredJob> {
  const slack = await startLocalSlack({ now: Date.now, rateLimits: false });
  running.push(slack);
  const created = new Date(Date.now() - (options.age ?? 1) * 60_000).toISOString();
  const response = jobResponse({
    ...options,
    chat: { channel: slack.channel.id, user: slack.person.id, ...options.chat },
  });
  const variables = (response.variables ?? []).map((one) =>
    one.key === 'CI_PIPELINE_CREATED_AT' ? publicVariable(one.key, created) : one,
  );
  const harness = await startDriver({
    response: { ...response, variables },
    settings: `
slack: {api_url: "${slack.apiUrl}"}
sandbox: {accept_risk: true}
projects:
  acme/ops:
    chat: slack
    token_env: SLACK_TOKEN
    channels: [${options.allowed ?? slack.channel.id}]
    ${options.project ?? ''}
`,
    environment: { SLACK_TOKEN: slack.app.botToken, ...options.environment },
  });
  const messages = () =>
    slack.workspace
      .history(slack.channel.id)
      .map(({ text, blocks }) =>
        [text, ...(blocks === undefined ? [] : [JSON.stringify(blocks)])].join('\n'),
      );
  return { harness, slack, messages };
}

export async function stopAnsweredJobs(): Promise<void> {
  await Promise.all(running.splice(0).map((slack) => slack.close()));
}
