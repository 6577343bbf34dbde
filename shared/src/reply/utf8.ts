/** UTF-8 without TextEncoder: this library has neither the DOM's nor Node's types. */

/** Lone surrogates become U+FFFD, as in every encoder. */
export function encodeUtf8(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length * 3);
  let end = 0;
  for (let i = 0; i < text.length; i++) {
    let cp = text.charCodeAt(i);
    if (cp < 0x80) {
      bytes[end++] = cp;
      continue;
    }
    if (cp >= 0xd800 && cp <= 0xdfff) {
      cp = text.codePointAt(i) ?? 0xfffd;
      if (cp > 0xffff) i++;
      else cp = 0xfffd;
    }
    if (cp < 0x800) bytes[end++] = 0xc0 | (cp >> 6);
    else {
      if (cp < 0x10000) bytes[end++] = 0xe0 | (cp >> 12);
      else {
        bytes[end++] = 0xf0 | (cp >> 18);
        bytes[end++] = 0x80 | ((cp >> 12) & 0x3f);
      }
      bytes[end++] = 0x80 | ((cp >> 6) & 0x3f);
    }
    bytes[end++] = 0x80 | (cp & 0x3f);
  }
  return bytes.slice(0, end);
}

/** U+FFFD for each maximal part that is no UTF-8 (WHATWG Encoding). */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = '';
  let units: number[] = [];
  let i = 0;
  while (i < bytes.length) {
    const lead = bytes[i++] ?? 0;
    if (lead < 0x80) units.push(lead);
    else {
      let need = lead >= 0xc2 && lead <= 0xdf ? 1 : lead >= 0xe0 && lead <= 0xef ? 2 : 0;
      if (lead >= 0xf0 && lead <= 0xf4) need = 3;
      let cp = need === 0 ? 0xfffd : lead & (0x3f >> need);
      let low = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
      let high = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
      for (; need > 0; need--) {
        const next = bytes[i] ?? 0;
        if (next < low || next > high) {
          cp = 0xfffd;
          break;
        }
        cp = (cp << 6) | (next & 0x3f);
        low = 0x80;
        high = 0xbf;
        i++;
      }
      if (cp > 0xffff) units.push(0xd7c0 + (cp >> 10), 0xdc00 | (cp & 0x3ff));
      else units.push(cp);
    }
    if (units.length >= 4096) {
      text += String.fromCharCode(...units);
      units = [];
    }
  }
  return text + String.fromCharCode(...units);
}
