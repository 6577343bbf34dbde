/**
 * A piece of a slash command's text. `shown` is what the person saw while typing it, `at` its place in the raw text
 * (UTF-16 offsets, end exclusive). Slack sends mentions as tokens only if the command's setting "Escape channels,
 * users, and links" is on; names may be missing.
 */
export type SlackPart =
  | { readonly kind: 'text'; readonly shown: string; readonly entities: boolean; readonly at: Span }
  | {
      readonly kind: 'user' | 'channel' | 'group';
      readonly shown: string;
      readonly id: string;
      /** Absent or empty for a private channel and in newer payloads. */
      readonly name?: string;
      readonly at: Span;
    }
  | { readonly kind: 'link'; readonly shown: string; readonly url: string; readonly at: Span }
  /** `<!here>`, `<!channel>`, dates and whatever else Slack may call `!`. */
  | { readonly kind: 'special'; readonly shown: string; readonly word: string; readonly at: Span };

type Span = readonly [start: number, end: number];

/** Splits a raw text into pieces. A typed `<` arrives as `&lt;`, so `<…>` is always a token of Slack's. */
export function slackParts(raw: string): SlackPart[] {
  const parts: SlackPart[] = [];
  let from = 0;
  for (const match of raw.matchAll(TOKEN)) {
    const at: Span = [match.index, match.index + match[0].length];
    const token = readToken(match[1] ?? '', match[2], at);
    if (token === null) continue;
    pushText(parts, raw, from, at[0]);
    parts.push(token);
    from = at[1];
  }
  pushText(parts, raw, from, raw.length);
  return parts;
}

const TOKEN = /<([^<>|]+)(?:\|([^<>]*))?>/g;

function pushText(parts: SlackPart[], raw: string, start: number, end: number): void {
  if (start === end) return;
  const text = raw.slice(start, end);
  const shown = decodeEntities(text);
  parts.push({ kind: 'text', shown, entities: shown !== text, at: [start, end] });
}

function readToken(body: string, label: string | undefined, at: Span): SlackPart | null {
  const name = label === undefined ? undefined : decodeEntities(label);
  const mention = (kind: 'user' | 'channel' | 'group', sign: string, id: string): SlackPart => {
    const known = name?.startsWith(sign) ? name.slice(sign.length) : name;
    return { kind, id, shown: sign + (known || id), ...(known === undefined ? {} : { name: known }), at };
  };
  const [, sign, id] = /^([@#]|!subteam\^)([A-Z0-9]+)$/.exec(body) ?? [];
  if (id !== undefined) {
    if (sign === '@') return mention('user', '@', id);
    return sign === '#' ? mention('channel', '#', id) : mention('group', '@', id);
  }
  if (body.startsWith('!')) {
    const word = body.slice(1);
    return { kind: 'special', word, shown: name || `@${word}`, at };
  }
  if (!/^[a-z][a-z0-9+.-]*:/i.test(body)) return null;
  const url = decodeEntities(body);
  return { kind: 'link', url, shown: name || url, at };
}

/** Exactly Slack's three entities, in one pass: `&amp;lt;` is a typed `&lt;`. */
function decodeEntities(text: string): string {
  return text.replaceAll(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity);
}

const ENTITIES: Readonly<Record<string, string>> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' };
