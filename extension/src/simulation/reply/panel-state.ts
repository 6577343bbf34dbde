import type { Problem } from '@gitlab-chatops/shared/errors';
import type { MessageBody } from '@gitlab-chatops/shared/view';

/** Everything that the reply panel shows, as plain data: text of the repository stays text. */
export interface PanelState {
  readonly words: PanelWords;
  /** What a person typed: `/project run deploy staging`. */
  readonly typed: string;
  /** Where and who. */
  readonly channel: { readonly id: string; readonly name: string };
  readonly user: { readonly id: string; readonly name: string };
  readonly time: string;
  readonly status: PanelStatus;
  /** GitLab's answer to the command, and for a refusal why. */
  readonly answer?: {
    readonly sentence: string;
    readonly scheduled: boolean;
    readonly cause?: Problem;
    /** `.gitlab-ci.yml:12` */
    readonly place?: string;
  };
  readonly ours: readonly PanelMessage[];
  readonly gitlab:
    | { readonly kind: 'waiting' }
    | { readonly kind: 'message'; readonly message: MessageBody }
    | { readonly kind: 'nothing'; readonly reason: string };
  readonly problems: readonly (Problem & { readonly severity: 'warning' | 'info' })[];
  readonly rerunsOnSave: boolean;
}

export interface PanelMessage {
  readonly ts: string;
  readonly isDirect: boolean;
  readonly message: MessageBody;
}

export interface PanelStatus {
  readonly kind: 'running' | 'good' | 'bad' | 'quiet';
  readonly text: string;
}

/** The panel's own words, translated by the editor. */
export interface PanelWords {
  readonly ours: string;
  readonly oursMeans: string;
  readonly theirs: string;
  readonly theirsMeans: string;
  readonly waiting: string;
  readonly noReply: string;
  readonly onlyYou: string;
  readonly why: string;
  readonly found: string;
  readonly json: string;
  readonly copy: string;
  readonly again: string;
  readonly cancel: string;
  readonly log: string;
  readonly onSave: string;
  readonly profile: string;
  readonly here: string;
}

/** What a click in the panel asks for. */
export type PanelRequest =
  | { readonly ask: 'ready' | 'again' | 'cancel' | 'log' | 'onSave' | 'profile' | 'place' }
  | { readonly ask: 'copy'; readonly text: string };
