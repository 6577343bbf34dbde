import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../json/index.js';
import { emoji, replaceEmoji } from './emoji.js';
import { readInline, readMrkdwn } from './mrkdwn.js';
import { type Inline, linkOrText, type Names, type Piece } from './view.js';

/** Anything with Slack message content. */
export interface MessageBody {
  readonly text: string;
  readonly blocks?: readonly Json[];
  readonly attachments?: readonly Json[];
}

/** A message's body: blocks stand in place of the text when there are any, attachments follow either. */
export function readMessage(message: MessageBody, names: Names): Piece[] {
  const { text, blocks = [], attachments = [] } = message;
  return [
    ...(blocks.length > 0 ? blocks.flatMap((block) => readBlock(block, names)) : readMrkdwn(text, names)),
    ...attachments.flatMap((attachment) => readAttachment(attachment, names)),
  ];
}

function readBlock(block: Json, names: Names): Piece[] {
  if (!isJsonObject(block)) return [{ kind: 'unknown', type: 'block' }];
  switch (block.type) {
    case 'rich_text':
      return children(block).flatMap((element) => readRichText(element, names));
    case 'section':
      return readSection(block, names);
    case 'header':
      return [{ kind: 'heading', children: readTextObject(block.text, names) }];
    case 'markdown':
      return readMrkdwn(string(block.text), names);
    case 'context':
      return [{ kind: 'context', children: readContext(block, names) }];
    case 'actions':
      return [{ kind: 'buttons', labels: children(block).map(buttonLabel) }];
    case 'divider':
      return [{ kind: 'divider' }];
    case 'image':
      return [
        {
          kind: 'paragraph',
          // Nothing is loaded from elsewhere: the page's policy is default-src 'self'.
          children: [linkOrText(string(block.image_url), string(block.alt_text) || 'image')],
        },
      ];
    default:
      return [{ kind: 'unknown', type: string(block.type) || 'block' }];
  }
}

function readSection(block: JsonObject, names: Names): Piece[] {
  const pieces: Piece[] = [];
  const { text, fields, accessory } = block;
  if (isJsonObject(text)) {
    if (text.type === 'mrkdwn') pieces.push(...readMrkdwn(string(text.text), names));
    else pieces.push({ kind: 'paragraph', children: readTextObject(text, names) });
  }
  if (isJsonArray(fields)) {
    pieces.push({ kind: 'fields', items: fields.map((field) => readTextObject(field, names)) });
  }
  if (isJsonObject(accessory) && accessory.type === 'button') {
    pieces.push({ kind: 'buttons', labels: [buttonLabel(accessory)] });
  }
  return pieces;
}

function readContext(block: JsonObject, names: Names): Inline[] {
  return children(block).flatMap((element, index): Inline[] => {
    const gap: Inline[] = index === 0 ? [] : [{ kind: 'text', text: '  ' }];
    if (element.type === 'image') return [...gap, { kind: 'text', text: string(element.alt_text) }];
    return [...gap, ...readTextObject(element, names)];
  });
}

function readRichText(element: JsonObject, names: Names): Piece[] {
  switch (element.type) {
    case 'rich_text_section':
      return [{ kind: 'paragraph', children: leaves(element, names) }];
    case 'rich_text_quote':
      return [{ kind: 'quote', children: leaves(element, names) }];
    case 'rich_text_preformatted':
      return [{ kind: 'preformatted', children: leaves(element, names) }];
    case 'rich_text_list':
      return [
        {
          kind: 'list',
          ordered: element.style === 'ordered',
          items: children(element).map((item) => leaves(item, names)),
        },
      ];
    default:
      return [{ kind: 'unknown', type: string(element.type) }];
  }
}

function leaves(container: JsonObject, names: Names): Inline[] {
  return children(container).map((leaf) => styled(leaf, readLeaf(leaf, names)));
}

function readLeaf(leaf: JsonObject, names: Names): Inline {
  switch (leaf.type) {
    case 'link':
      return linkOrText(string(leaf.url), string(leaf.text) || string(leaf.url));
    case 'user': {
      const id = string(leaf.user_id);
      return { kind: 'mention', text: `@${names.user(id) ?? id}`, broadcast: false };
    }
    case 'channel': {
      const id = string(leaf.channel_id);
      return { kind: 'mention', text: `#${names.channel(id) ?? id}`, broadcast: false };
    }
    case 'usergroup':
      return { kind: 'mention', text: `@${string(leaf.usergroup_id)}`, broadcast: true };
    case 'broadcast':
      return { kind: 'mention', text: `@${string(leaf.range)}`, broadcast: true };
    case 'emoji':
      return { kind: 'text', text: emoji(string(leaf.name)) ?? `:${string(leaf.name)}:` };
    case 'date':
      return {
        kind: 'text',
        text: string(leaf.fallback) || new Date(Number(leaf.timestamp) * 1_000).toISOString(),
      };
    case 'color':
      return { kind: 'text', text: string(leaf.value) };
    default:
      return { kind: 'text', text: string(leaf.text) };
  }
}

function styled(leaf: JsonObject, inline: Inline): Inline {
  const { style } = leaf;
  if (!isJsonObject(style)) return inline;
  if (style.code === true && inline.kind === 'text') return { kind: 'code', text: inline.text };
  let current = inline;
  if (style.bold === true) current = { kind: 'bold', children: [current] };
  if (style.italic === true) current = { kind: 'italic', children: [current] };
  if (style.strike === true) current = { kind: 'strike', children: [current] };
  return current;
}

const ATTACHMENT_COLOURS: Readonly<Record<string, string>> = {
  good: '#2eb886',
  warning: '#daa038',
  danger: '#a30200',
};

function readAttachment(attachment: Json, names: Names): Piece[] {
  if (!isJsonObject(attachment)) return [];
  const title = string(attachment.title);
  const text = string(attachment.text) || string(attachment.fallback);
  const parts: Piece[] = [];
  const pretext = string(attachment.pretext);
  if (title !== '') {
    const shown = linkOrText(string(attachment.title_link), title);
    parts.push({ kind: 'paragraph', children: [{ kind: 'bold', children: [shown] }] });
  }
  if (isJsonArray(attachment.blocks)) {
    parts.push(...attachment.blocks.flatMap((block) => readBlock(block, names)));
  } else if (text !== '') parts.push(...readMrkdwn(text, names));
  if (isJsonArray(attachment.fields)) {
    for (const field of attachment.fields.filter(isJsonObject)) {
      parts.push({
        kind: 'paragraph',
        children: [{ kind: 'bold', children: readInline(string(field.title), names) }],
      });
      parts.push(...readMrkdwn(string(field.value), names));
    }
  }
  const footer = string(attachment.footer);
  if (footer !== '') parts.push({ kind: 'context', children: readInline(footer, names) });
  const colour = attachmentColour(string(attachment.color));
  return [
    ...(pretext === '' ? [] : readMrkdwn(pretext, names)),
    { kind: 'attachment', children: parts, ...(colour === undefined ? {} : { colour }) },
  ];
}

function attachmentColour(word: string): string | undefined {
  if (Object.hasOwn(ATTACHMENT_COLOURS, word)) return ATTACHMENT_COLOURS[word];
  return /^#?[0-9a-f]{6}$/i.test(word) ? `#${word.replace('#', '')}` : undefined;
}

function readTextObject(value: Json | undefined, names: Names): Inline[] {
  if (!isJsonObject(value)) return [];
  if (value.type === 'mrkdwn') return readInline(string(value.text), names);
  return [{ kind: 'text', text: replaceEmoji(string(value.text)) }];
}

function buttonLabel(element: JsonObject): string {
  return isJsonObject(element.text) ? string(element.text.text) : string(element.type);
}

function children(block: JsonObject): readonly JsonObject[] {
  return isJsonArray(block.elements) ? block.elements.filter(isJsonObject) : [];
}

function string(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
