/** What an editor asks of `gitlab-chatops run --events`: one JSON line on its standard input, so that no secret is in ps. */
export interface RunRequest {
  /** Everything after `run ` as a person types it in chat: job name and arguments. */
  readonly command: string;
  /** The repository's folder on this computer. */
  readonly repository: string;
  /** Path of the root config inside it. */
  readonly configPath: string;
  /** Text of files as the editors hold it, by path inside the repository; it stands in place of what is on disk. */
  readonly unsaved: Readonly<Record<string, string>>;
  /** CHAT_CHANNEL, CHAT_USER_ID and who that is in GitLab. Absent: those of the local workspace. */
  readonly channel?: { readonly id: string; readonly name: string };
  readonly user?: { readonly id: string; readonly name: string };
  /** CI/CD variables of the project. */
  readonly variables: readonly RunVariable[];
  /** `bubblewrap`: nothing of this computer but the job's own folders can be written. */
  readonly sandbox: 'host' | 'bubblewrap';
}

export interface RunVariable {
  readonly key: string;
  readonly value: string;
  /** Never shown in the log nor in the reply. */
  readonly masked: boolean;
}
