/**
 * A Slack message as the page shows it: a small tree without HTML. Every string is plain text and ends as a text
 * node, so nothing a job prints can become markup.
 */
export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly url: string; readonly text: string }
  /** `@name`, `#channel`, or `@channel` as a live broadcast. */
  | { readonly kind: 'mention'; readonly text: string; readonly broadcast: boolean };

export type Piece =
  | { readonly kind: 'paragraph' | 'heading' | 'context' | 'quote'; readonly children: readonly Inline[] }
  | { readonly kind: 'preformatted'; readonly children: readonly Inline[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'fields'; readonly items: readonly (readonly Inline[])[] }
  | { readonly kind: 'buttons'; readonly labels: readonly string[] }
  | { readonly kind: 'divider' }
  | { readonly kind: 'attachment'; readonly colour?: string; readonly children: readonly Piece[] }
  /** A block this page does not know, by its type. */
  | { readonly kind: 'unknown'; readonly type: string };

/** Turns ids into the names people see. */
export interface Names {
  user(id: string): string | undefined;
  channel(id: string): string | undefined;
}

/** The URL if a browser may follow it, else undefined: job output must not make `javascript:` links. */
function safeUrl(url: string): string | undefined {
  return /^(?:https?:\/\/|mailto:)/i.test(url) ? url : undefined;
}

export function linkOrText(url: string, text: string): Inline {
  const safe = safeUrl(url);
  return safe === undefined ? { kind: 'text', text } : { kind: 'link', url: safe, text };
}
