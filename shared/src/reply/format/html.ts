import { type Draw, drawPieces, type Names, readMessage } from '../../view/index.js';
import type { ReplyMessage } from '../message.js';
import { toSlack } from './slack.js';

/** Names that nobody knows: ids are shown as they are. */
const NO_NAMES: Names = { user: () => undefined, channel: () => undefined };

/**
 * Our reply as HTML, for a page or webview without a script of its own: what the channel shows, as the channel page
 * draws it. All text is escaped; only http, https and mailto URLs become links.
 */
export function toHtml(message: ReplyMessage, names: Names = NO_NAMES): string {
  return html(drawPieces(readMessage(toSlack(message), names), draw));
}

/**
 * The text that GitLab's own responder posts, as Slack shows it: GitLab escapes nothing, so mentions in a job's output
 * are live, `*` and `_` are eaten as markup, and escape sequences stay as boxes and rubbish. Shown next to ours.
 */
export function gitlabReplyToHtml(text: string, names: Names = NO_NAMES): string {
  return html(drawPieces(readMessage({ text }, names), draw));
}

/** Markup, as opposed to text that is still to be escaped. */
interface Html {
  readonly html: string;
}

const VOID_ELEMENTS: ReadonlySet<string> = new Set(['hr']);

const draw: Draw<Html> = (name, attributes, ...children) => {
  const words = Object.entries(attributes).flatMap(([key, value]) => attribute(key, value));
  const open = [name, ...words].join(' ');
  return { html: VOID_ELEMENTS.has(name) ? `<${open}>` : `<${open}>${html(children)}</${name}>` };
};

function html(nodes: readonly (Html | string)[]): string {
  return nodes.map((node) => (typeof node === 'string' ? escaped(visible(node)) : node.html)).join('');
}

function attribute(key: string, value: string | boolean): string[] {
  if (value === false) return [];
  if (value === true) return [key];
  return key.startsWith('--') ? [`style="${escaped(`${key}:${value}`)}"`] : [`${key}="${escaped(value)}"`];
}

/** Control characters as the box that people see for them. */
function visible(text: string): string {
  return text.replace(/[\0-\x08\x0b-\x1f\x7f]/g, '▯');
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
