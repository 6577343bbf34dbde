/**
 * Slack's size limits. Lengths are UTF-16 units: Slack says "characters" and does not say how it counts astral ones.
 * Source: docs.slack.dev reference of chat.postMessage, chat.update and Block Kit, unless said otherwise.
 */

/** Above it chat.postMessage truncates, with ok:true and the warning `message_truncated`. */
export const POST_TEXT_LIMIT = 40_000;
/** Above it chat.update answers `msg_too_long`; it never truncates. */
export const UPDATE_TEXT_LIMIT = 4_000;
export const MARKDOWN_LIMIT = 12_000;
export const BLOCKS_PER_MESSAGE = 50;
export const ATTACHMENTS_PER_MESSAGE = 100;
export const TEXT_OBJECT_LIMIT = 3_000;
export const FIELD_LIMIT = 2_000;
export const FIELDS_PER_SECTION = 10;
export const HEADER_LIMIT = 150;
export const ACTIONS_ELEMENTS = 25;
export const CONTEXT_ELEMENTS = 10;
export const BUTTON_TEXT_LIMIT = 75;
export const BUTTON_VALUE_LIMIT = 2_000;
export const ID_LIMIT = 255;
export const URL_LIMIT = 3_000;

/**
 * Whole-message limits of blocks sent with chat.postMessage; Slack documents neither (`msg_blocks_too_long`).
 * Text: refused at 11,341 characters (slackapi/bolt-js#2867). Serialized: refused above 13,297 (slackapi/bolt-js#2509).
 * They do not hold for a response_url (#2867).
 */
export const BLOCKS_TEXT_LIMIT = 11_340;
export const BLOCKS_JSON_LIMIT = 13_297;

/** One message a second and channel; whole seconds in Retry-After. */
export const POST_INTERVAL_MS = 1_000;
/** Tier 3: 50 calls a minute, for chat.update and conversations.*. */
export const TIER_3_CALLS = 50;
export const TIER_WINDOW_MS = 60_000;

/** A response_url takes five posts within thirty minutes of the command. */
export const RESPONSE_URL_USES = 5;
export const RESPONSE_URL_LIFETIME_MS = 30 * 60_000;
/** A slash command must be answered within it, or the user sees `operation_timeout`. */
export const ACKNOWLEDGE_WITHIN_MS = 3_000;
