const SPECIAL = /[*#$@!?0-9-]/;
const NAME = /^[0-9A-Za-z_]*/;

/**
 * Go's os.Expand: `$NAME`, `${NAME}` and `$` before one special character are replaced; `${}` and an unclosed `${` are
 * eaten; a `$` before anything else stays.
 */
export function expandText(text: string, value: (name: string) => string): string {
  if (!text.includes('$')) return text;
  let out = '';
  let from = 0;
  for (let at = text.indexOf('$'); at >= 0 && at + 1 < text.length; at = text.indexOf('$', from)) {
    const { name, width } = shellName(text, at + 1);
    out += text.slice(from, at);
    if (name !== '') out += value(name);
    else if (width === 0) out += '$';
    from = at + 1 + width;
  }
  return out + text.slice(from);
}

/** The name after a `$`, and how much of the text it takes; width 0 means that no name follows. */
function shellName(text: string, at: number): { name: string; width: number } {
  const first = text.charAt(at);
  if (first === '{') return bracedName(text, at);
  if (SPECIAL.test(first)) return { name: first, width: 1 };
  const name = NAME.exec(text.slice(at))?.[0] ?? '';
  return { name, width: name.length };
}

function bracedName(text: string, at: number): { name: string; width: number } {
  const close = text.indexOf('}', at + 1);
  if (close < 0) return { name: '', width: 1 };
  return { name: text.slice(at + 1, close), width: close - at + 1 };
}
