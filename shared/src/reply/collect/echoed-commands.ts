/** A step of the job response (`steps[]`), as far as its echo goes. */
export interface EchoedStep {
  /** `script`, `after_script`, `release`, … */
  readonly name: string;
  readonly script: readonly string[];
}

/** What the Runner prints before it runs one command: exactly one of the forms, next in order. */
export interface Echo {
  readonly forms: readonly string[];
  /** With FF_SCRIPT_SECTIONS the command stands in a log section of this name. */
  readonly section?: string;
}

/**
 * The bytes that announce the commands of a step, in order. An empty command prints an empty line, which is told from
 * the job's own output only by what follows: it belongs to the next command's echo.
 * Source: gitlab-runner shells/abstract.go writeCommands and writeAfterScript, shells/bash.go Noticef, SectionStart
 * (19.4; the same since 12.x).
 */
export function echoedCommands(step: EchoedStep): Echo[] {
  const isAfterScript = step.name === 'after_script';
  const echoes: Echo[] = isAfterScript ? [{ forms: [notice('Running after script...')] }] : [];
  let blanks = '';
  for (const [i, element] of step.script.entries()) {
    const command = trimSpace(element);
    if (command === '') {
      blanks += '\n';
      continue;
    }
    const end = command.indexOf('\n');
    if (end === -1) echoes.push({ forms: [blanks + notice(`$ ${command}`)] });
    else {
      const collapsed = notice(`$ ${command.slice(0, end)} # collapsed multi-line command`);
      const section = `section_${isAfterScript ? 'after_script_step' : 'script_step'}_${i}`;
      echoes.push({ forms: [blanks + collapsed, notice(unescapePrintf(`$ ${command}`))], section });
    }
    blanks = '';
  }
  return echoes;
}

function notice(text: string): string {
  return `\x1b[32;1m${text}\x1b[0;m\n`;
}

/** Go's strings.TrimSpace: Unicode White_Space, which has U+0085 but not the byte order mark. */
function trimSpace(text: string): string {
  return text.replace(/^\p{White_Space}+|\p{White_Space}+$/gu, '');
}

const PRINTF_LETTERS: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
};

/** What `printf %b` of bash, which prints the section's heading, makes of backslashes in the command. */
function unescapePrintf(text: string): string {
  return text.replace(
    /\\(?:0?([0-7]{1,3})|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|([abeEfnrtv\\]))/g,
    (_, octal?: string, hex?: string, unicode?: string, letter?: string) => {
      if (letter !== undefined) return PRINTF_LETTERS[letter] ?? letter;
      const code =
        octal === undefined ? Number.parseInt(hex ?? unicode ?? '', 16) : Number.parseInt(octal, 8);
      return String.fromCharCode(code);
    },
  );
}
