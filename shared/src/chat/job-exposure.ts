import type { ResolvedJob, SourceRange } from '../ci/index.js';
import type { ChatVerdict, RuleTrial } from './plan.js';

/**
 * Can chat run this job? `depends`: on what is typed (CHAT_INPUT), who and where (CHAT_USER_ID, CHAT_CHANNEL), or on
 * variables that are set outside the file; `unknown`: some file could not be read.
 */
export interface JobExposure {
  readonly job: ResolvedJob;
  readonly chat: 'yes' | 'no' | 'depends' | 'unknown';
  /** With `depends`: the names the deciding clauses looked at and that are not known from the file. */
  readonly dependsOn: readonly string[];
  /** The rule, policy or step that decided, in a few words, with its place. */
  readonly reason: { readonly code: string; readonly text: string; readonly at?: SourceRange };
  /** The rules tried for the chat pipeline, in order. */
  readonly rules: readonly RuleTrial[];
  /** What `run NAME` answers without arguments. */
  readonly verdict: ChatVerdict;
  /**
   * Other pipeline sources that run it, or may, on the default branch or on a merge request: `push`, `web`, `api`,
   * `schedule`, …; `tag` stands for a push of a tag.
   */
  readonly otherSources: readonly string[];
}
