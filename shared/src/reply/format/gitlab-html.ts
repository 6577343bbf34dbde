import { element, type HtmlElement, type HtmlNode, renderHtml } from './html.js';

/**
 * GitLab's own reply as Slack shows it: GitLab escapes nothing, so mentions and broadcasts in a job's output are
 * live, `*` and `_` are eaten as markup, and escape sequences stay as boxes and rubbish. Shown next to ours.
 * Source of the markup: docs.slack.dev, formatting message text.
 */
export function gitlabReplyTree(text: string): HtmlElement {
  const children: HtmlNode[] = [];
  for (const [i, part] of text.split('```').entries()) {
    // An odd last part is a fence that was never closed: its ticks are text.
    const isOpen = i % 2 === 1 && i === text.split('```').length - 1;
    if (isOpen) children.push(...readTokens(`\`\`\`${part}`, readStyled));
    else if (i % 2 === 0) children.push(...readTokens(part, readStyled));
    else children.push({ tag: 'pre', children: readTokens(part.replace(/^\n|\n$/g, ''), readPlain) });
  }
  return { tag: 'div', class: 'reply reply-gitlab', children };
}

export function gitlabReplyToHtml(text: string): string {
  return renderHtml(gitlabReplyTree(text));
}

/** `<…>` is a mention, a broadcast or a link; the text between is read by `rest`. */
function readTokens(text: string, rest: (text: string) => HtmlNode[]): HtmlNode[] {
  const nodes: HtmlNode[] = [];
  let at = 0;
  for (const match of text.matchAll(/<([^<>\n]+)>/g)) {
    nodes.push(...rest(text.slice(at, match.index)), token(match[1] ?? ''));
    at = match.index + match[0].length;
  }
  return [...nodes, ...rest(text.slice(at))];
}

function token(content: string): HtmlNode {
  const [target = '', label] = content.split('|', 2);
  if (target.startsWith('!')) return element('span', 'mention broadcast', `@${label ?? target.slice(1)}`);
  if (target.startsWith('@')) return element('span', 'mention', `@${label ?? target.slice(1)}`);
  if (target.startsWith('#')) return element('span', 'mention', `#${label ?? target.slice(1)}`);
  if (!/^(?:https?:\/\/|mailto:)/i.test(target)) return visible(label ?? target);
  return { tag: 'a', href: unescapeEntities(target), children: [visible(label ?? target)] };
}

const STYLES: readonly (readonly [RegExp, HtmlElement['tag']])[] = [
  [/`([^`\n]+)`/, 'code'],
  [/(?<![\w*])\*(\S(?:[^*\n]*\S)?)\*(?![\w*])/, 'strong'],
  [/(?<![\w_])_(\S(?:[^_\n]*\S)?)_(?![\w_])/, 'em'],
  [/(?<![\w~])~(\S(?:[^~\n]*\S)?)~(?![\w~])/, 's'],
];

function readStyled(text: string): HtmlNode[] {
  for (const [pattern, tag] of STYLES) {
    const match = pattern.exec(text);
    if (match === null) continue;
    const inner = match[1] ?? '';
    const children = tag === 'code' ? readPlain(inner) : readStyled(inner);
    return [
      ...readStyled(text.slice(0, match.index)),
      { tag, children },
      ...readStyled(text.slice(match.index + match[0].length)),
    ];
  }
  return readPlain(text);
}

function readPlain(text: string): HtmlNode[] {
  return text === '' ? [] : [visible(text)];
}

/** Control characters as the box that a browser shows for them. */
function visible(text: string): string {
  return unescapeEntities(text).replace(/[\0-\x08\x0b-\x1f\x7f]/g, '▯');
}

function unescapeEntities(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}
