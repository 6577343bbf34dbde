import { IGNORE_METAS } from './ignore.js';
import type { LintRule, RuleMeta } from './rule.js';
import { chatArtifactUrl } from './rules/chat-artifact-url.js';
import { chatChannelName } from './rules/chat-channel-name.js';
import { chatExposed } from './rules/chat-exposed.js';
import { chatExposedEnvironment } from './rules/chat-exposed-environment.js';
import { chatIdentityVariable } from './rules/chat-identity-variable.js';
import { chatInputEval } from './rules/chat-input-eval.js';
import { chatInputOption } from './rules/chat-input-option.js';
import { chatInputSplice } from './rules/chat-input-splice.js';
import { chatInputUnquoted } from './rules/chat-input-unquoted.js';
import { chatInputVariable } from './rules/chat-input-variable.js';
import { chatLegacyOnly } from './rules/chat-legacy-only.js';
import { chatMissingNeed } from './rules/chat-missing-need.js';
import { chatMrVariable } from './rules/chat-mr-variable.js';
import { chatNeedlessClone } from './rules/chat-needless-clone.js';
import { chatNeverRuns } from './rules/chat-never-runs.js';
import { chatOnlyWorkflow } from './rules/chat-only-workflow.js';
import { chatReplyEmpty } from './rules/chat-reply-empty.js';
import { chatReplyFirstLine } from './rules/chat-reply-first-line.js';
import { chatReplyMarker } from './rules/chat-reply-marker.js';
import { chatReplyNoise } from './rules/chat-reply-noise.js';
import { chatReplyTwice } from './rules/chat-reply-twice.js';
import { chatRetry } from './rules/chat-retry.js';
import { chatRunsElsewhere } from './rules/chat-runs-elsewhere.js';
import { chatSecretEcho } from './rules/chat-secret-echo.js';
import { chatSourceTypo } from './rules/chat-source-typo.js';
import { chatUnreachableName } from './rules/chat-unreachable-name.js';
import { chatUnreachableStage } from './rules/chat-unreachable-stage.js';
import { chatWaits } from './rules/chat-waits.js';
import { chatWindow } from './rules/chat-window.js';
import { chatWorkflowBlocks } from './rules/chat-workflow-blocks.js';
import { ciConfigError } from './rules/ci-config-error.js';
import { ciIncludeUnknown } from './rules/ci-include-unknown.js';

/** Every rule about chat, in the order of docs/rules/README.md. */
export const RULES: readonly LintRule[] = [
  chatExposed,
  chatExposedEnvironment,
  chatRunsElsewhere,
  chatInputUnquoted,
  chatInputEval,
  chatInputSplice,
  chatInputOption,
  chatInputVariable,
  chatChannelName,
  chatIdentityVariable,
  chatMrVariable,
  chatUnreachableName,
  chatUnreachableStage,
  chatMissingNeed,
  chatWaits,
  chatRetry,
  chatWindow,
  chatReplyMarker,
  chatReplyFirstLine,
  chatReplyTwice,
  chatReplyNoise,
  chatReplyEmpty,
  chatArtifactUrl,
  chatWorkflowBlocks,
  chatOnlyWorkflow,
  chatSourceTypo,
  chatLegacyOnly,
  chatNeverRuns,
  chatSecretEcho,
  chatNeedlessClone,
];

/** What keeps the configuration from being read; a caller that shows `errors` and `unknown` itself leaves these out. */
export const CONFIG_RULES: readonly LintRule[] = [ciConfigError, ciIncludeUnknown];

export const ALL_RULES: readonly LintRule[] = [...RULES, ...CONFIG_RULES];

/** What is known of every id that a finding can carry, the engine's own findings about comments included. */
export const RULE_METAS: readonly RuleMeta[] = [...ALL_RULES.map(({ meta }) => meta), ...IGNORE_METAS];

/** Ids that settings may name. */
export const RULE_IDS: readonly string[] = RULE_METAS.map(({ id }) => id);
