/** An HTTP refusal of a trigger endpoint: nothing was looked at but path and token. */
export interface TriggerRefusal {
  readonly status: 400 | 404;
  readonly body: Readonly<Record<string, string>>;
}

/** The integrations with a trigger endpoint; also served under `/projects/:id/services/…`. */
export const TRIGGER_SLUGS = ['mattermost_slash_commands', 'slack_slash_commands'] as const;

/**
 * Whether `POST /api/v4/projects/:id/integrations/:slug/trigger` is refused before the command is looked at; null:
 * go on. A wrong token looks like a missing project or integration.
 * Source: GitLab lib/api/integrations.rb.
 * @param integrationToken the token of the project's active integration of that kind; null where there is none.
 * @param sameText compares in constant time.
 */
export function triggerRefusal(
  request: { readonly slug: string; readonly token: string | null },
  integrationToken: string | null,
  sameText: (one: string, other: string) => boolean,
): TriggerRefusal | null {
  if (!TRIGGER_SLUGS.some((slug) => slug === request.slug)) {
    return { status: 404, body: { error: '404 Not Found' } };
  }
  if (request.token === null) return { status: 400, body: { error: 'token is missing' } };
  const known = integrationToken !== null && !/^\p{White_Space}*$/u.test(integrationToken);
  if (known && sameText(request.token, integrationToken)) return null;
  return { status: 404, body: { message: '404 Integration Not Found' } };
}

/**
 * The same for `POST /api/v4/slack/trigger` of the GitLab for Slack app. Only `text` must be there.
 * Source: GitLab lib/api/integrations.rb, lib/gitlab/slash_commands/global_slack_handler.rb (valid_token?).
 */
export function appTriggerRefusal(
  request: { readonly text: string | null; readonly token: string | null },
  verificationToken: string,
  sameText: (one: string, other: string) => boolean,
): TriggerRefusal | null {
  if (request.text === null) return { status: 400, body: { error: 'text is missing' } };
  if (request.token !== null && sameText(request.token, verificationToken)) return null;
  return { status: 404, body: { message: '404 Not Found' } };
}
