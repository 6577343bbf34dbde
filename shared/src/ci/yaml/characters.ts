/** The characters that libyaml's reader refuses (src/reader.c, yaml_parser_update_buffer). */
const SUSPECT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]/g;

/** Offset of the first one, or -1. Halves of surrogate pairs are refused only alone. */
export const findForbiddenCharacter = (text: string): number => {
  SUSPECT.lastIndex = 0;
  for (let found = SUSPECT.exec(text); found !== null; found = SUSPECT.exec(text)) {
    const code = text.charCodeAt(found.index);
    const next = text.charCodeAt(found.index + 1);
    const isPair = code >= 0xd800 && code <= 0xdbff && next >= 0xdc00 && next <= 0xdfff;
    if (!isPair) return found.index;
    SUSPECT.lastIndex = found.index + 2;
  }
  return -1;
};
