import { TerminalRenderer } from '@gitlab-chatops/shared/reply';

/** Cuts `bytes` into pieces of 1 + sizes[i] bytes, the sizes taken in turn. */
export function chunksOf(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; at < bytes.length; i++) {
    const size = 1 + (sizes[i % Math.max(1, sizes.length)] ?? bytes.length);
    chunks.push(bytes.subarray(at, at + size));
    at += size;
  }
  return chunks;
}

export function renderChunks(chunks: readonly Uint8Array[]): string {
  let lines: string[] = [];
  const renderer = new TerminalRenderer({
    line: (bytes, continued) => {
      if (continued) lines.push((lines.pop() ?? '') + Buffer.from(bytes).toString());
      else lines.push(Buffer.from(bytes).toString());
    },
    clear: () => {
      lines = [];
    },
  });
  for (const chunk of chunks) renderer.write(chunk);
  renderer.end();
  return lines.join('\n').replace(/\n+$/, '');
}
