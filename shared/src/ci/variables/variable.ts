/** Where a variable comes from, lowest precedence first. */
export type VariableOrigin =
  | 'predefined'
  | 'yaml'
  | 'user'
  | 'instance'
  | 'group'
  | 'project'
  | 'pipeline'
  | 'schedule';

export interface Variable {
  readonly key: string;
  /** null: defined without a value (`CHAT_INPUT` without arguments); it still hides a value of lower precedence. */
  readonly value: string | null;
  /** `expand: false`: its own value is never expanded. */
  readonly raw?: boolean;
  readonly file?: boolean;
  readonly masked?: boolean;
  readonly origin?: VariableOrigin;
  /** The value is a stand-in: the real one is known to the server only. */
  readonly guessed?: boolean;
}
