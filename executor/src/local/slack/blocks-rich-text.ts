import { isJsonArray, isJsonObject, type JsonObject } from '../loopback/index.js';
import { allowKeys, type Fault, need } from './blocks-check.js';

const CONTAINERS: Readonly<Record<string, readonly string[]>> = {
  rich_text_section: ['elements'],
  rich_text_preformatted: ['elements', 'border', 'language'],
  rich_text_quote: ['elements', 'border'],
  rich_text_list: ['elements', 'style', 'indent', 'offset', 'border'],
};

/** Leaf elements and the field each cannot do without. */
const LEAVES: Readonly<Record<string, string>> = {
  text: 'text',
  link: 'url',
  user: 'user_id',
  usergroup: 'usergroup_id',
  channel: 'channel_id',
  emoji: 'name',
  broadcast: 'range',
  color: 'value',
  date: 'timestamp',
  team: 'team_id',
};

/** The elements of a rich_text block. Source: docs.slack.dev rich text block, @slack/types block-kit/blocks. */
export function checkRichText(block: JsonObject, at: string, fault: Fault): void {
  for (const [child, where] of elementsOf(block, at, fault)) {
    const keys = typeof child.type === 'string' ? CONTAINERS[child.type] : undefined;
    if (keys === undefined) {
      fault(`${where}/type`, `unsupported type: ${String(child.type)}`);
      continue;
    }
    allowKeys(child, where, keys, fault);
    if (child.type === 'rich_text_list') checkList(child, where, fault);
    else checkLeaves(child, where, fault);
  }
}

function checkList(list: JsonObject, at: string, fault: Fault): void {
  if (list.style !== 'bullet' && list.style !== 'ordered') {
    fault(`${at}/style`, 'must be one of: bullet, ordered');
  }
  for (const [child, where] of elementsOf(list, at, fault)) {
    if (child.type !== 'rich_text_section') fault(`${where}/type`, 'must be rich_text_section');
    else checkLeaves(child, where, fault);
  }
}

function checkLeaves(container: JsonObject, at: string, fault: Fault): void {
  for (const [leaf, where] of elementsOf(container, at, fault)) {
    const required = typeof leaf.type === 'string' ? LEAVES[leaf.type] : undefined;
    // Slack types a preformatted block as text and links only: a mention inside it is refused, not shown.
    const preformattedRefuses =
      container.type === 'rich_text_preformatted' && leaf.type !== 'text' && leaf.type !== 'link';
    if (required === undefined || preformattedRefuses) {
      fault(`${where}/type`, `unsupported type: ${String(leaf.type)}`);
      continue;
    }
    const value = need(leaf, required, where, fault);
    if (leaf.type === 'text' && value !== undefined && (typeof value !== 'string' || value === '')) {
      fault(`${where}/text`, 'must be more than 0 characters');
    }
  }
}

function elementsOf(value: JsonObject, at: string, fault: Fault): readonly [JsonObject, string][] {
  const { elements } = value;
  if (!isJsonArray(elements)) {
    fault(at, 'missing required field: elements');
    return [];
  }
  const found: [JsonObject, string][] = [];
  for (const [index, child] of elements.entries()) {
    const where = `${at}/elements/${index}`;
    if (isJsonObject(child)) found.push([child, where]);
    else fault(where, 'must be an object');
  }
  return found;
}
