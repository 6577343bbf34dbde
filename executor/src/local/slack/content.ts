import { isJsonArray, isJsonObject, type Json, type JsonObject } from '../loopback/index.js';
import { type ApiAnswer, fail, failWith } from './answer.js';
import type { ApiArguments } from './arguments.js';
import { blocksTooLong, checkBlocks } from './blocks.js';
import { ATTACHMENTS_PER_MESSAGE, MARKDOWN_LIMIT } from './limits.js';
import type { MessageContent } from './message.js';

/** Message content that passed Slack's checks, or its refusal. */
export type CheckedContent = { readonly content: MessageContent } | { readonly refusal: ApiAnswer };

/**
 * Text, blocks, attachments and metadata of a call, checked in Slack's terms. `wholeLimit` is the limit on all
 * blocks together, which holds for the Web API but not for a response_url.
 */
export function readContent(args: ApiArguments, options: { wholeLimit: boolean }): CheckedContent {
  const blocks = list(args, 'blocks');
  if (blocks === 'malformed') return { refusal: fail('invalid_blocks_format') };
  const attachments = list(args, 'attachments');
  if (attachments === 'malformed') return { refusal: fail('invalid_attachments') };
  const markdown = args.text('markdown_text');
  const text = args.text('text');
  const refusal =
    markdownRefusal(markdown, text, blocks) ??
    contentRefusal(text ?? markdown, blocks, attachments, options.wholeLimit);
  if (refusal !== undefined) return { refusal };
  const metadata = readMetadata(args);
  if ('refusal' in metadata) return metadata;
  return {
    content: {
      text: text ?? markdown ?? '',
      ...(blocks === undefined || blocks.length === 0 ? {} : { blocks }),
      ...(attachments === undefined || attachments.length === 0 ? {} : { attachments }),
      ...(metadata.metadata === undefined ? {} : { metadata: metadata.metadata }),
    },
  };
}

function list(args: ApiArguments, name: string): readonly Json[] | 'malformed' | undefined {
  if (!args.has(name)) return undefined;
  const value = args.nested(name);
  return isJsonArray(value) ? value : 'malformed';
}

function markdownRefusal(
  markdown: string | undefined,
  text: string | undefined,
  blocks: readonly Json[] | undefined,
): ApiAnswer | undefined {
  if (markdown === undefined) return undefined;
  if (text !== undefined || blocks !== undefined) return fail('markdown_text_conflict');
  return markdown.length > MARKDOWN_LIMIT ? fail('msg_too_long') : undefined;
}

function contentRefusal(
  text: string | undefined,
  blocks: readonly Json[] | undefined,
  attachments: readonly Json[] | undefined,
  wholeLimit: boolean,
): ApiAnswer | undefined {
  if (text === undefined && !blocks?.length && !attachments?.length) return fail('no_text');
  if ((attachments?.length ?? 0) > ATTACHMENTS_PER_MESSAGE) return fail('too_many_attachments');
  if (blocks === undefined) return undefined;
  const faults = checkBlocks(blocks);
  if (faults.length > 0) return failWith('invalid_blocks', faults);
  return wholeLimit && blocksTooLong(blocks) ? fail('msg_blocks_too_long') : undefined;
}

function readMetadata(args: ApiArguments): { metadata?: JsonObject } | { refusal: ApiAnswer } {
  if (!args.has('metadata')) return {};
  const metadata = args.nested('metadata');
  if (!isJsonObject(metadata)) return { refusal: fail('invalid_metadata_format') };
  const { event_type: type, event_payload: payload } = metadata;
  if (typeof type !== 'string' || type === '' || !isJsonObject(payload)) {
    return { refusal: fail('invalid_metadata_schema') };
  }
  return { metadata: { event_type: type, event_payload: payload } };
}
