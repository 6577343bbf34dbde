import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../loopback/index.js';
import { allowKeys, type Fault, need, needText, textObject } from './blocks-check.js';
import { checkRichText } from './blocks-rich-text.js';
import {
  ACTIONS_ELEMENTS,
  BLOCKS_JSON_LIMIT,
  BLOCKS_PER_MESSAGE,
  BLOCKS_TEXT_LIMIT,
  BUTTON_TEXT_LIMIT,
  BUTTON_VALUE_LIMIT,
  CONTEXT_ELEMENTS,
  FIELD_LIMIT,
  FIELDS_PER_SECTION,
  HEADER_LIMIT,
  ID_LIMIT,
  MARKDOWN_LIMIT,
  TEXT_OBJECT_LIMIT,
  URL_LIMIT,
} from './limits.js';

type BlockRule = (block: JsonObject, at: string, fault: Fault) => void;

/** Blocks of a message, one rule each; anything else is `unsupported type`. */
const BLOCK_RULES: Readonly<Record<string, BlockRule>> = {
  section(block, at, fault) {
    allowKeys(block, at, ['text', 'fields', 'accessory', 'expand'], fault);
    if (block.text === undefined && block.fields === undefined) {
      fault(at, 'missing required field: text');
    }
    if (block.text !== undefined) textObject(block.text, `${at}/text`, TEXT_OBJECT_LIMIT, fault);
    if (isJsonArray(block.fields)) {
      if (block.fields.length > FIELDS_PER_SECTION) {
        fault(`${at}/fields`, `no more than ${FIELDS_PER_SECTION} items allowed`);
      }
      for (const [index, field] of block.fields.entries()) {
        textObject(field, `${at}/fields/${index}`, FIELD_LIMIT, fault);
      }
    }
    if (block.accessory !== undefined) element(block.accessory, `${at}/accessory`, fault);
  },
  header(block, at, fault) {
    allowKeys(block, at, ['text', 'level'], fault);
    textObject(block.text, `${at}/text`, HEADER_LIMIT, fault, ['plain_text']);
  },
  divider(block, at, fault) {
    allowKeys(block, at, [], fault);
  },
  markdown(block, at, fault) {
    allowKeys(block, at, ['text'], fault);
    needText(block, 'text', at, MARKDOWN_LIMIT, fault);
  },
  context(block, at, fault) {
    allowKeys(block, at, ['elements'], fault);
    for (const [child, where] of items(block, at, CONTEXT_ELEMENTS, fault)) {
      if (isJsonObject(child) && child.type === 'image') image(child, where, fault);
      else textObject(child, where, TEXT_OBJECT_LIMIT, fault);
    }
  },
  actions(block, at, fault) {
    allowKeys(block, at, ['elements'], fault);
    for (const [child, where] of items(block, at, ACTIONS_ELEMENTS, fault)) element(child, where, fault);
  },
  image(block, at, fault) {
    allowKeys(block, at, ['image_url', 'slack_file', 'alt_text', 'title'], fault);
    image(block, at, fault);
  },
  rich_text(block, at, fault) {
    allowKeys(block, at, ['elements'], fault);
    checkRichText(block, at, fault);
  },
};

/**
 * What Slack finds wrong with `blocks`: one sentence with a JSON pointer each, as it stands in `errors`;
 * empty when the blocks are good. Their whole length is another question: `blocksTooLong`.
 */
export function checkBlocks(blocks: readonly Json[]): readonly string[] {
  const faults: string[] = [];
  const fault: Fault = (pointer, message) => faults.push(`${message} [json-pointer:${pointer}]`);
  if (blocks.length > BLOCKS_PER_MESSAGE)
    fault('/blocks', `no more than ${BLOCKS_PER_MESSAGE} items allowed`);
  const seen = new Set<Json>();
  for (const [index, block] of blocks.entries()) {
    const at = `/blocks/${index}`;
    if (!isJsonObject(block)) {
      fault(at, 'must be an object');
      continue;
    }
    const rule = typeof block.type === 'string' ? BLOCK_RULES[block.type] : undefined;
    if (rule === undefined) fault(`${at}/type`, `unsupported type: ${String(block.type)}`);
    else rule(block, at, fault);
    if (block.block_id === undefined) continue;
    needText(block, 'block_id', at, ID_LIMIT, fault);
    if (seen.has(block.block_id)) fault(at, `\`block_id\` ${String(block.block_id)} already exists`);
    seen.add(block.block_id);
  }
  return faults;
}

/** True when the blocks together pass what chat.postMessage takes: `msg_blocks_too_long`. */
export function blocksTooLong(blocks: readonly Json[]): boolean {
  return JSON.stringify(blocks).length > BLOCKS_JSON_LIMIT || textLength(blocks) > BLOCKS_TEXT_LIMIT;
}

/** All `text` strings of the tree: how slackapi/bolt-js#2867 measured. */
function textLength(value: Json): number {
  if (isJsonArray(value)) return value.reduce<number>((sum, one) => sum + textLength(one), 0);
  if (!isJsonObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, child]) =>
      sum + (key === 'text' && typeof child === 'string' ? child.length : textLength(child)),
    0,
  );
}

function items(block: JsonObject, at: string, limit: number, fault: Fault): readonly [Json, string][] {
  const { elements } = block;
  if (!isJsonArray(elements) || elements.length === 0) {
    fault(at, 'missing required field: elements');
    return [];
  }
  if (elements.length > limit) fault(`${at}/elements`, `no more than ${limit} items allowed`);
  return elements.map((child, index) => [child, `${at}/elements/${index}`]);
}

/** Interactive elements: only the button is known in detail, the others have to name a type. */
function element(value: Json, at: string, fault: Fault): void {
  if (!isJsonObject(value) || typeof value.type !== 'string') {
    fault(at, 'must be a valid element');
    return;
  }
  if (value.type === 'image') image(value, at, fault);
  if (value.action_id !== undefined) needText(value, 'action_id', at, ID_LIMIT, fault);
  if (value.type !== 'button') return;
  textObject(value.text, `${at}/text`, BUTTON_TEXT_LIMIT, fault, ['plain_text']);
  if (value.value !== undefined) needText(value, 'value', at, BUTTON_VALUE_LIMIT, fault);
  if (value.url !== undefined) needText(value, 'url', at, URL_LIMIT, fault);
}

function image(value: JsonObject, at: string, fault: Fault): void {
  if (value.slack_file === undefined) needText(value, 'image_url', at, URL_LIMIT, fault);
  need(value, 'alt_text', at, fault);
}
