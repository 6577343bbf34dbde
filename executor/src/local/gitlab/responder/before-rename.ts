import { MarkerScanner, scanSections } from '@gitlab-chatops/shared/reply';

/**
 * The trace as it would be had our driver not touched it (design D12): its one `chat_reply` section at the end taken
 * out, the renamed markers named `chat_reply` again. A trace without that section is one that the driver did not touch
 * and stays as it is.
 *
 * The decisive section stands where no user code runs, in `cleanup_file_variables`. What cannot be told apart are
 * markers that the job itself calls `chat_print`; who knows better hands over the real thing
 * (LocalGitLab.showTraceBeforeRename).
 */
export function traceBeforeRename(trace: Uint8Array): Uint8Array {
  const sections = scanSections(trace);
  const cleanup = sections.find(({ name }) => name === 'cleanup_file_variables');
  const decisive = sections.find(({ name }) => name === 'chat_reply');
  if (cleanup === undefined || decisive === undefined) return trace;
  if (decisive.byteStart < cleanup.byteStart || decisive.byteEnd > cleanup.byteEnd) return trace;
  const out: Uint8Array[] = [];
  let at = 0;
  let cut: Cut | undefined;
  let isStamped = false;
  for (const piece of scan(trace)) {
    const end = at + piece.bytes.length;
    if (piece.kind === 'marker' && piece.name === 'chat_reply') {
      if (piece.action === 'start') {
        const line = lineStart(trace, at);
        isStamped = line !== undefined;
        cut = { from: line ?? at, to: end };
      } else if (cut !== undefined) cut = { from: cut.from, to: isStamped ? lineEnd(trace, end) : end };
    }
    out.push(piece.kind === 'marker' && piece.name === 'chat_print' ? renamedBack(piece.bytes) : piece.bytes);
    at = end;
  }
  const restored = Buffer.concat(out);
  if (cut === undefined) return restored;
  return Buffer.concat([restored.subarray(0, cut.from), restored.subarray(cut.to)]);
}

interface Cut {
  readonly from: number;
  readonly to: number;
}

function scan(trace: Uint8Array) {
  const scanner = new MarkerScanner();
  return [...scanner.push(trace), ...scanner.end()];
}

const NEWLINE = 0x0a;
/** What FF_TIMESTAMPS puts before a line: time, stream, `+` where it goes on. Source: helpers/timestamper of the Runner. */
const STAMP = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z [0-9a-f]{2}[EO][ +]$/;

/** Where the line begins whose only text before `at` is a stamp; undefined in a trace without stamps. */
function lineStart(trace: Uint8Array, at: number): number | undefined {
  const from = trace.lastIndexOf(NEWLINE, at - 1) + 1;
  const before = Buffer.from(trace.subarray(from, Math.min(at, from + 64))).toString('latin1');
  return at - from < 64 && STAMP.test(before) ? from : undefined;
}

function lineEnd(trace: Uint8Array, at: number): number {
  const newline = trace.indexOf(NEWLINE, at);
  return newline < 0 ? trace.length : newline + 1;
}

/** Both names are equally long, so nothing moves. */
function renamedBack(marker: Uint8Array): Uint8Array {
  return Buffer.from(Buffer.from(marker).toString('latin1').replace(':chat_print', ':chat_reply'), 'latin1');
}
