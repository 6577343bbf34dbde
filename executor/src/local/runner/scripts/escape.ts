/** How a text is written into a script as one word. */
export type Quoter = (text: string) => string;

const BARE = /^[,\-./0-9@A-Z_a-z]+$/;
const NOT_LITERAL = /[^ !"#$%&()*+,\-./0-9:;<=>?@A-Z[\]^_`a-z{|}~]/gu;
const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\v': '\\v',
  '\f': '\\f',
  '\r': '\\r',
  "'": "\\'",
  '\\': '\\\\',
};

/** bash's `$'…'` quoting, every byte past ASCII as `\xHH`. Source: helpers/shell_escape.go ShellEscape. */
export function shellEscape(text: string): string {
  if (text === '') return "''";
  if (BARE.test(text)) return text;
  return `$'${text.replace(NOT_LITERAL, (char) => ESCAPES[char] ?? hexBytes(char))}'`;
}

function hexBytes(char: string): string {
  return Buffer.from(char, 'utf8').toString('hex').replace(/../g, '\\x$&');
}

/** Double quotes where a listed character asks for them: FF_POSIXLY_CORRECT_ESCAPES. Source: PosixShellEscape. */
export function posixEscape(text: string): string {
  if (text === '') return "''";
  if (!/[`"\\$ !#%&()*<=>?[|]/.test(text)) return text;
  return `"${text.replace(/[`"\\$]/g, '\\$&')}"`;
}

/** Between double quotes as it is: bash expands it. */
export function doubleQuote(text: string): string {
  return `"${text}"`;
}

// godotenv's parser unescapes these, and no tab.
const DOTENV_ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
};

/** `KEY="value"` lines sorted by key; keys that are no names are left out. Source: DotEnvEscape. */
export function dotEnv(variables: ReadonlyMap<string, string>): string {
  return [...variables.keys()]
    .filter((key) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(key))
    .sort()
    .map(
      (key) =>
        `${key}="${(variables.get(key) ?? '').replace(/[\\"\n\r]/g, (char) => DOTENV_ESCAPES[char] ?? char)}"\n`,
    )
    .join('');
}
