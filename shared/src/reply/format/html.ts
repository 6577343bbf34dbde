import type { ReplyMessage } from '../message.js';
import { ICONS, isBlank, jobName, jobUrl, outcomeWords, shownBody } from './words.js';

/**
 * A piece of a page as data: text, or an element. Whoever has a DOM makes text nodes of the strings; `renderHtml`
 * makes markup of them, for a webview. Nothing of a job's output can become markup either way.
 */
export type HtmlNode = string | HtmlElement;

export interface HtmlElement {
  readonly tag: 'div' | 'p' | 'pre' | 'code' | 'strong' | 'em' | 's' | 'span' | 'a';
  readonly class?: string;
  /** Only http, https and mailto URLs. */
  readonly href?: string;
  readonly children: readonly HtmlNode[];
}

/** Far more than a chat message; a page has the room. */
const BODY_LIMIT = 64_000;

/** Our reply as the channel page and the editor show it. */
export function toHtmlTree(message: ReplyMessage): HtmlElement {
  const { callerId, job, outcome } = message;
  const url = jobUrl(message);
  const label = `job #${job.id}`;
  const status: HtmlNode[] = [
    ...(callerId === undefined ? [] : [element('span', 'mention', `@${callerId}`), ' ']),
    `${ICONS[outcome]} `,
    { tag: 'strong', children: [jobName(message)] },
    ` ${outcomeWords(message)} · `,
    url === undefined ? label : { tag: 'a', href: url, children: [label] },
  ];
  const children: HtmlNode[] = [{ tag: 'p', class: 'status', children: status }];
  if (!isBlank(message.body)) children.push(element('pre', 'body', shownBody(message, BODY_LIMIT).text));
  return { tag: 'div', class: `reply reply-${outcome}`, children };
}

export function toHtml(message: ReplyMessage): string {
  return renderHtml(toHtmlTree(message));
}

/** The markup of a tree, everything in it escaped. */
export function renderHtml(node: HtmlNode): string {
  if (typeof node === 'string') return escapeHtml(node);
  const cssClass = node.class === undefined ? '' : ` class="${escapeHtml(node.class)}"`;
  const href = node.href === undefined ? '' : ` href="${escapeHtml(node.href)}" rel="noreferrer"`;
  return `<${node.tag}${cssClass}${href}>${node.children.map(renderHtml).join('')}</${node.tag}>`;
}

export function element(tag: HtmlElement['tag'], cssClass: string, text: string): HtmlElement {
  return { tag, class: cssClass, children: [text] };
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
