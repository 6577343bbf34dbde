/**
 * The reply to a chat command, before any chat service's format (design D13). All text is plain: rendered,
 * masked, not escaped.
 */
export interface ReplyMessage {
  /** Chat service's id of who asked (CHAT_USER_ID); absent when unknown. */
  readonly callerId?: string;
  readonly job: {
    readonly id: number;
    readonly name: string;
    /** The job page; absent in `gitlab-chatops run`. */
    readonly url?: string;
  };
  readonly outcome: 'success' | 'failed' | 'canceled' | 'timeout';
  /** Exit status of the user's script; only with `failed`. */
  readonly exitStatus?: number;
  /** Where the text came from: the job's chat_reply sections, its whole output, the tail of a failed job, nothing. */
  readonly source: 'chat_reply' | 'output' | 'tail' | 'none';
  readonly body: string;
  /** Set when text was left out to fit; says how much, for the note. */
  readonly cut?: {
    readonly omittedLines: number;
    readonly where: 'head' | 'middle' | 'tail';
    /** With `middle`: the offset in `body` of the line break in whose place text was left out. */
    readonly at?: number;
  };
}

/** What became of one post. The four figures of a report: sent, ambiguous, lost (`failed`), double. */
export type DeliveryOutcome =
  | { readonly kind: 'sent'; readonly channel: string; readonly ts: string }
  | {
      readonly kind: 'ambiguous';
      readonly code: string;
      readonly message: string;
    }
  | {
      readonly kind: 'failed';
      readonly code: string;
      readonly message: string;
    };

/** How the driver hands a reply over without knowing the chat service. */
export interface ReplyPort {
  post(message: ReplyMessage): Promise<DeliveryOutcome>;
  /** Corrects an earlier post in place (status after abort or timeout). */
  update(posted: { channel: string; ts: string }, message: ReplyMessage): Promise<DeliveryOutcome>;
}
