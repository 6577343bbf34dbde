/** The characters that libyaml's reader refuses (src/reader.c, yaml_parser_update_buffer). */
const FORBIDDEN =
  /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Offset of the first one, or -1. */
export const findForbiddenCharacter = (text: string): number => text.search(FORBIDDEN);
