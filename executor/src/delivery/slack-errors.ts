import type { Problem } from '@gitlab-chatops/shared/errors';

/** What a failed call means for a message that was to be posted. */
export type FailureKind =
  /** Certainly not posted, and trying again soon may help. */
  | 'unsent'
  /** Certainly not posted, and the same will happen again. */
  | 'refused'
  /** Certainly not posted: Slack does not take this content; a simpler one it may. */
  | 'payload'
  /** May have been posted. */
  | 'ambiguous';

interface Known {
  readonly kind: FailureKind;
  readonly problem: Problem;
}

/** Every way a post can fail, by code: documentation is made from this table. */
export const SLACK_PROBLEMS = {
  SLACK_TOKEN: {
    message: 'Slack does not accept the token.',
    wayOut:
      'Put the bot token of the installed app (xoxb-…) into the token file; check the app’s IP allow list.',
  },
  SLACK_SCOPE: {
    message: 'The Slack app may not do this.',
    wayOut:
      'Add the scope to the app (chat:write, and chat:write.public for channels it is not in) and reinstall it.',
  },
  SLACK_CHANNEL: {
    message: 'The Slack app cannot reach the channel.',
    wayOut:
      'Invite the app to the channel, or give it chat:write.public; an archived channel takes no message.',
  },
  SLACK_RESTRICTED: {
    message: 'The Slack workspace does not let the app post here.',
    wayOut: 'Ask an owner of the workspace for the right to post in this channel.',
  },
  SLACK_PAYLOAD: {
    message: 'Slack does not take the message as it is.',
    wayOut: 'Report this with the job’s log: the message should have been within Slack’s limits.',
  },
  SLACK_MESSAGE: {
    message: 'The Slack message cannot be changed.',
    wayOut:
      'It was deleted, belongs to another app, or the workspace limits edits; the job page has the result.',
  },
  SLACK_RATE_LIMITED: {
    message: 'Slack takes no more messages for now.',
    wayOut: 'Post less often to one channel; about one message a second is allowed.',
  },
  SLACK_UNAVAILABLE: {
    message: 'Slack says that it cannot serve the call now.',
    wayOut: 'See https://status.slack.com; the next job tries again.',
  },
  SLACK_REFUSED: {
    message: 'Slack refused the call.',
    wayOut: 'Look the error up at https://docs.slack.dev/reference/methods/chat.postMessage.',
  },
  SLACK_UNREACHABLE: {
    message: 'Slack cannot be reached.',
    wayOut: 'Check the network of the host, slack.proxy or HTTPS_PROXY, and slack.ca_file.',
  },
  SLACK_PROXY: {
    message: 'The proxy does not let the host reach Slack.',
    wayOut: 'Check slack.proxy (or HTTPS_PROXY) and its credentials.',
  },
  SLACK_NOT_SLACK: {
    message: 'Something else than Slack answered.',
    wayOut:
      'Check slack.api_url and what stands between the host and Slack (captive portal, filtering proxy).',
  },
  SLACK_TIMEOUT: {
    message: 'Slack did not answer in time; the message may have been posted.',
    wayOut: 'Look into the channel; it is not sent again, or it might stand there twice.',
  },
  SLACK_CONNECTION_LOST: {
    message: 'The connection broke before Slack’s answer; the message may have been posted.',
    wayOut: 'Look into the channel; it is not sent again, or it might stand there twice.',
  },
  SLACK_SERVER_ERROR: {
    message: 'Slack had an internal error; the message may have been posted.',
    wayOut: 'Look into the channel; it is not sent again, or it might stand there twice.',
  },
} as const satisfies Readonly<Record<string, Omit<Problem, 'code'>>>;

export type SlackCode = keyof typeof SLACK_PROBLEMS;

/**
 * Slack's error words by what they mean for a post. Sources: the method contracts of chat.postMessage and
 * chat.update; internal_error and fatal_error: "some aspect of the operation may have succeeded".
 */
const WORDS: readonly (readonly [FailureKind, SlackCode, string])[] = [
  ['ambiguous', 'SLACK_SERVER_ERROR', 'internal_error fatal_error'],
  ['unsent', 'SLACK_UNAVAILABLE', 'service_unavailable request_timeout team_added_to_org org_login_required'],
  ['unsent', 'SLACK_UNAVAILABLE', 'update_failed external_channel_migrating'],
  ['refused', 'SLACK_RATE_LIMITED', 'message_limit_exceeded'],
  [
    'payload',
    'SLACK_PAYLOAD',
    'msg_too_long no_text invalid_blocks invalid_blocks_format msg_blocks_too_long',
  ],
  ['payload', 'SLACK_PAYLOAD', 'msg_blocks_too_many markdown_text_conflict too_many_attachments'],
  ['payload', 'SLACK_PAYLOAD', 'attachment_payload_limit_exceeded metadata_too_large invalid_arguments'],
  [
    'payload',
    'SLACK_PAYLOAD',
    'invalid_metadata_format invalid_metadata_schema metadata_must_be_sent_from_app',
  ],
  ['payload', 'SLACK_PAYLOAD', 'invalid_form_data invalid_json invalid_charset block_mismatch'],
  ['refused', 'SLACK_TOKEN', 'invalid_auth not_authed account_inactive token_revoked token_expired'],
  ['refused', 'SLACK_TOKEN', 'not_allowed_token_type two_factor_setup_required'],
  ['refused', 'SLACK_SCOPE', 'missing_scope no_permission access_denied accesslimited'],
  [
    'refused',
    'SLACK_CHANNEL',
    'channel_not_found not_in_channel is_archived is_inactive user_not_in_channel',
  ],
  ['refused', 'SLACK_CHANNEL', 'messages_tab_disabled cannot_reply_to_message'],
  ['refused', 'SLACK_RESTRICTED', 'restricted_action restricted_action_read_only_channel ekm_access_denied'],
  [
    'refused',
    'SLACK_RESTRICTED',
    'restricted_action_thread_only_channel restricted_action_non_threadable_channel',
  ],
  ['refused', 'SLACK_RESTRICTED', 'restricted_action_thread_locked team_access_not_granted'],
  ['refused', 'SLACK_RESTRICTED', 'enterprise_is_restricted posting_to_channel_denied'],
  ['refused', 'SLACK_MESSAGE', 'message_not_found cant_update_message edit_window_closed'],
];

const KNOWN: ReadonlyMap<string, readonly [FailureKind, SlackCode]> = new Map(
  WORDS.flatMap(([kind, code, words]) => words.split(' ').map((word) => [word, [kind, code]] as const)),
);

/** What `{"ok": false, "error": word}` means. Words that are not listed are refusals: Slack did not do it. */
export function meaningOf(word: string): Known {
  const [kind, code] = KNOWN.get(word) ?? ['refused', 'SLACK_REFUSED'];
  return { kind, problem: slackProblem(code, word) };
}

/** @param detail a word of Slack's or of the system; never text of an answer. */
export function slackProblem(code: SlackCode, detail: string): Problem {
  const { message, wayOut } = SLACK_PROBLEMS[code];
  return { code, message: `${message.slice(0, -1)} (${detail}).`, wayOut };
}
