import { replaceEmoji } from './emoji.js';
import { type Inline, linkOrText, type Names, type Piece } from './view.js';

/** What `mrkdwn` text is made of: fences first, then quotes and lines. Source: docs.slack.dev formatting text. */
export function readMrkdwn(source: string, names: Names): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const fence of source.matchAll(/```([\s\S]*?)```/g)) {
    pieces.push(...readLines(source.slice(at, fence.index), names));
    const body = (fence[1] ?? '').replace(/^\n/, '').replace(/\n$/, '');
    pieces.push({ kind: 'preformatted', children: readTokens(body, names, readVerbatim) });
    at = fence.index + fence[0].length;
  }
  return [...pieces, ...readLines(source.slice(at), names)];
}

/** One run of mrkdwn without fences and quotes, e.g. a field. */
export function readInline(source: string, names: Names): Inline[] {
  return readTokens(source, names, readStyled);
}

function readLines(source: string, names: Names): Piece[] {
  const groups: { quoted: boolean; lines: string[] }[] = [];
  for (const line of source.replace(/^\n|\n$/g, '').split('\n')) {
    const quoted = line.startsWith('&gt;');
    const text = quoted ? line.slice('&gt;'.length).replace(/^ /, '') : line;
    const last = groups.at(-1);
    if (last?.quoted === quoted) last.lines.push(text);
    else groups.push({ quoted, lines: [text] });
  }
  return groups
    .map(({ quoted, lines }) => ({ quoted, text: lines.join('\n') }))
    .filter(({ text }) => text !== '')
    .map(({ quoted, text }) => ({
      kind: quoted ? 'quote' : 'paragraph',
      children: readInline(text, names),
    }));
}

/** Stand for a token while the text around it is styled; private-use characters that no font shows. */
const TOKEN_OPEN = '\uE000';
const TOKEN_CLOSE = '\uE001';
const TOKEN = /\uE000(\d+)\uE001/g;

/** Angle-bracket tokens are read first: what they hold is never styled, but a style may span them. */
function readTokens(
  source: string,
  names: Names,
  rest: (text: string, tokens: readonly Inline[]) => Inline[],
): Inline[] {
  const tokens: Inline[] = [];
  const text = source.replace(/[\uE000\uE001]/g, '').replace(/<([^<>\n]+)>/g, (_whole, token: string) => {
    tokens.push(readToken(token, names));
    return `${TOKEN_OPEN}${tokens.length - 1}${TOKEN_CLOSE}`;
  });
  return rest(text, tokens);
}

/** Puts tokens back between pieces of text. */
function withTokens(text: string, tokens: readonly Inline[], rest: (text: string) => Inline[]): Inline[] {
  return splitBy(text, TOKEN, rest, ([, index]) => {
    const token = tokens[Number(index)];
    return token === undefined ? [] : [token];
  });
}

/** Reads a text in two ways: what the pattern matches, and what lies between. */
function splitBy(
  text: string,
  pattern: RegExp,
  between: (text: string) => Inline[],
  matched: (match: RegExpExecArray) => Inline[],
): Inline[] {
  const found: Inline[] = [];
  let at = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > at) found.push(...between(text.slice(at, match.index)));
    found.push(...matched(match));
    at = match.index + match[0].length;
  }
  if (at < text.length) found.push(...between(text.slice(at)));
  return found;
}

function readToken(token: string, names: Names): Inline {
  const bar = token.indexOf('|');
  const target = bar < 0 ? token : token.slice(0, bar);
  const label = bar < 0 ? undefined : unescapeEntities(token.slice(bar + 1));
  const id = target.slice(1);
  switch (target[0]) {
    case '@':
      return { kind: 'mention', text: `@${names.user(id) ?? label ?? id}`, broadcast: false };
    case '#':
      return { kind: 'mention', text: `#${names.channel(id) ?? label ?? id}`, broadcast: false };
    case '!':
      return readSpecial(id, label);
    default:
      return linkOrText(unescapeEntities(target), label ?? unescapeEntities(target));
  }
}

function readSpecial(word: string, label: string | undefined): Inline {
  if (['channel', 'here', 'everyone'].includes(word)) {
    return { kind: 'mention', text: `@${word}`, broadcast: true };
  }
  if (word.startsWith('subteam^')) return { kind: 'mention', text: label ?? `@${word}`, broadcast: true };
  return { kind: 'text', text: label ?? `<${word}>` };
}

const STYLES = { '*': 'bold', _: 'italic', '~': 'strike' } as const;
/** A pair that hugs its text and stands between non-word characters; code wins over the rest. */
const STYLED = /`([^`\n]+)`|(?<![\w*_~])([*_~])(?=\S)([^\n]*?\S)\2(?![\w*_~])/g;
const BARE_URL = /\bhttps?:\/\/[^\s<>]+[^\s<>.,;:!?)\]}'"]/g;

function readStyled(text: string, tokens: readonly Inline[]): Inline[] {
  const bare = (piece: string) => withTokens(piece, tokens, readBare);
  return splitBy(text, STYLED, bare, ([, code, mark, inner = '']) => {
    if (code !== undefined)
      return withTokens(code, tokens, (piece) => [{ kind: 'code', text: unescapeEntities(piece) }]);
    if (mark !== '*' && mark !== '_' && mark !== '~') return [];
    return [{ kind: STYLES[mark], children: readStyled(inner, tokens) }];
  });
}

/** Slack makes links of bare URLs in mrkdwn. */
function readBare(text: string): Inline[] {
  return splitBy(
    text,
    BARE_URL,
    (piece) => [prose(piece)],
    ([match]) => {
      const url = unescapeEntities(match);
      return [linkOrText(url, url)];
    },
  );
}

function prose(text: string): Inline {
  return { kind: 'text', text: replaceEmoji(unescapeEntities(text)) };
}

/** Inside a fence: tokens and entities are read, nothing else. */
function readVerbatim(text: string, tokens: readonly Inline[]): Inline[] {
  return withTokens(text, tokens, (piece) => [{ kind: 'text', text: unescapeEntities(piece) }]);
}

/** Slack's three entities and no others, each once. */
function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
