export { buildReply, type FinishedJob } from './build-reply.js';
export {
  type CollectedReply,
  type CollectorOptions,
  type CollectorState,
  ReplyCollector,
} from './collect/collector.js';
export type { EchoedStep } from './collect/echoed-commands.js';
export { type Decisive, decisiveSection } from './decisive.js';
export { toGitlabFallback } from './format/gitlab-fallback.js';
export { gitlabReplyToHtml, toHtml } from './format/html.js';
export { type MattermostMessage, toMattermost } from './format/mattermost.js';
export {
  SLACK_MESSAGE_BUDGET,
  SLACK_TEXT_LIMIT,
  type SlackBlock,
  type SlackMessage,
  toSlack,
  toSlackPlain,
} from './format/slack.js';
export { type NotifyAction, notifyAction } from './gitlab-notify.js';
export {
  dropFirstLine,
  type GitlabReply,
  gitlabReply,
  type ReplySection,
} from './gitlab-reply.js';
export {
  GITLAB_REPLY_LIMIT,
  type GitlabPost,
  gitlabFailure,
  gitlabSuccess,
  type MattermostBody,
  type RespondedJob,
  type Responder,
  responderFor,
  type SlackBody,
} from './gitlab-response.js';
export type { MarkerAction } from './marker-matcher.js';
export { MARKER_HOLD_LIMIT, MarkerScanner, type ScanPiece } from './marker-scanner.js';
export { createMaskSet, Masker, type MaskSet, type MaskSource, maskText } from './masking/masker.js';
export type { DeliveryOutcome, ReplyMessage, ReplyPort } from './message.js';
export { ChatReplyRenamer } from './rename-markers.js';
export { scanSections, type TraceSection } from './sections.js';
export {
  type LineSink,
  renderTerminal,
  type TerminalOptions,
  TerminalRenderer,
} from './terminal/renderer.js';
