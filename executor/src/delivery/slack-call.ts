import type { FetchFunction } from '@slack/web-api';

export interface SlackAccess {
  readonly token: string;
  readonly fetch: FetchFunction;
  /** Base URL of the Web API; absent: slack.com. */
  readonly apiUrl?: string | undefined;
}

/**
 * One call of Slack's Web API, once: retries, rate-limit sleeps and endless waits of the client are off, since each
 * could post twice or hold the job, and its log is silent, since it prints answers.
 * @throws what @slack/web-api throws, for `classifyFailure`
 */
export async function callSlack(
  { token, fetch, apiUrl }: SlackAccess,
  method: string,
  form: Readonly<Record<string, unknown>>,
  timeoutMs: number,
): Promise<Readonly<Record<string, unknown>>> {
  // Loaded when a reply is due: most stages of a job never need it.
  const { LogLevel, WebClient } = await import('./web-client.js');
  const silent = () => {};
  const client = new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    fetch,
    timeout: timeoutMs,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    allowAbsoluteUrls: false,
    logger: {
      debug: silent,
      info: silent,
      warn: silent,
      error: silent,
      setLevel: silent,
      getLevel: () => LogLevel.ERROR,
      setName: silent,
    },
  });
  return { ...(await client.apiCall(method, { ...form })) };
}
