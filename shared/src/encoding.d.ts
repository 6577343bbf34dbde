/**
 * The two encoders that every JavaScript host has (browsers, Node, VS Code's web worker). Declared here because the
 * package is compiled without the DOM library, so that nothing else of a browser or of Node slips in.
 */
declare class TextEncoder {
  /** UTF-8; a lone surrogate becomes U+FFFD. */
  encode(text: string): Uint8Array<ArrayBuffer>;
}

declare class TextDecoder {
  constructor(label: 'utf-8', options?: { readonly fatal?: boolean; readonly ignoreBOM?: boolean });
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string;
}
