import type { LocalSlack, LocalSlackOptions } from '@gitlab-chatops/executor/local/slack';
import { startLocalSlack } from '@gitlab-chatops/executor/local/slack';
import { type Logger, LogLevel, WebClient } from '@slack/web-api';

/** A clock that a test moves by hand. Starts at the official signature vector's second. */
export class HandClock {
  ms = 1_531_420_618_000;
  readonly now = (): number => this.ms;
  advance(ms: number): void {
    this.ms += ms;
  }
}

export interface RunningSlack {
  readonly slack: LocalSlack;
  readonly clock: HandClock;
  readonly client: WebClient;
}

const nothing = (): void => {};
/** The client reports refusals on standard error; here they are what the tests ask for. */
const silent: Logger = {
  debug: nothing,
  info: nothing,
  warn: nothing,
  error: nothing,
  setLevel: nothing,
  getLevel: () => LogLevel.ERROR,
  setName: nothing,
};

const started: LocalSlack[] = [];

/** A local Slack and the real client with the settings our delivery uses: no retries of its own. */
export async function runSlack(options: Partial<LocalSlackOptions> = {}): Promise<RunningSlack> {
  const clock = new HandClock();
  const slack = await startLocalSlack({ now: clock.now, ...options });
  started.push(slack);
  return { slack, clock, client: clientOf(slack, slack.app.botToken) };
}

export function clientOf(slack: LocalSlack, token: string | undefined): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    timeout: 500,
    logger: silent,
  });
}

/** For afterEach: closes every server that the test started. */
export async function stopSlacks(): Promise<void> {
  await Promise.all(started.splice(0).map((slack) => slack.close()));
}

/** The Slack error word of a refused call. */
export async function errorWord(call: Promise<unknown>): Promise<string> {
  return String((await errorData(call)).error);
}

/** The body of a refused call, as the client hands it on. */
export async function errorData(call: Promise<unknown>): Promise<Record<string, unknown>> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof Error && 'data' in error && typeof error.data === 'object' && error.data !== null) {
    return { ...error.data };
  }
  throw new Error(`expected a platform error, got ${String(error)}`);
}
