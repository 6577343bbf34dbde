/** The parts of a URL that net/url escapes differently. */
export type UrlPart = 'path' | 'user' | 'host';

const KEPT: Readonly<Record<UrlPart, RegExp>> = {
  path: /[A-Za-z0-9\-_.~$&+,/:;=@]/,
  user: /[A-Za-z0-9\-_.~$&+,;=]/,
  host: /[A-Za-z0-9\-_.~!$&'()*+,;=:[\]<>"]/,
};

/** Go's url.escape of a byte string. */
export function escapeUrl(bytes: string, part: UrlPart): string {
  const kept = KEPT[part];
  return bytes.replace(/[\s\S]/g, (char) => (kept.test(char) ? char : percent(char)));
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Go's url.unescape of a byte string; undefined where it fails. */
export function unescapeUrl(text: string, part: UrlPart): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  // In a host only bytes ≥ 0x80 may be written as escapes (RFC 6874 leaves %25 for zones).
  if (part === 'host' && /%(?!25)[0-7]/.test(text)) return undefined;
  if (
    part === 'host' &&
    [...text.replace(/%../g, '')].some((char) => char < '\x80' && !KEPT.host.test(char))
  ) {
    return undefined;
  }
  return text.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Go's validEncoded for paths: may the text stand as it is? */
export function validEncoded(path: string): boolean {
  return /^[A-Za-z0-9\-_.~!$&'()*+,;=:@[\]%/]*$/.test(path);
}
