/** Text taken from the environment of the call; its fallback is a constant of ours, free of shell syntax. */
interface FromEnvironment {
  /** Constant text before and after the value. */
  readonly before?: string;
  readonly from: string;
  readonly fallback?: string;
  readonly after?: string;
}

/**
 * A command line that is written once and used twice: as argument list by Node, as text by the sh dispatcher. A word
 * is constant text, or text with a value from the environment of the call in it.
 */
export type Word = string | FromEnvironment;

/** For execve. */
export function toArguments(
  words: readonly Word[],
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  return words.map((word) => {
    if (typeof word === 'string') return word;
    const { before = '', from, fallback = '', after = '' } = word;
    return `${before}${environment[from] || fallback}${after}`;
  });
}

/** For `eval "set -- …"` in a POSIX shell. Only constant text of ours and of the host's settings gets in. */
export function toShell(words: readonly Word[]): string {
  return words
    .map((word) => {
      if (word === '') return "''";
      if (typeof word === 'string') return quote(word);
      const { before = '', from, fallback = '', after = '' } = word;
      return `${quote(before)}"\${${from}:-${fallback}}"${quote(after)}`;
    })
    .join(' ');
}

function quote(text: string): string {
  return /^[A-Za-z0-9_/.,:=@%+-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
