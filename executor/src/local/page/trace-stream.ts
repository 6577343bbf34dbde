import type { ServerResponse } from 'node:http';
import { EventStream } from './event-stream.js';
import type { RunFeed } from './ports.js';
import type { TraceEvents } from './protocol.js';

const CHUNK_BYTES = 64 * 1_024;

/** A job log as events from an offset on, at the browser's pace, until the job has ended. */
export async function streamTrace(
  response: ServerResponse,
  feed: RunFeed,
  id: number,
  from: number,
): Promise<void> {
  const stream = new EventStream<TraceEvents>(response);
  let wake: (() => void) | undefined;
  const leave = feed.subscribeTrace(id, () => wake?.());
  stream.onClose(() => {
    leave();
    wake?.();
  });
  let offset = from;
  let generation = feed.trace(id)?.generation;
  while (!stream.isClosed) {
    const grown = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const trace = feed.trace(id);
    if (trace?.generation !== generation || offset > (trace?.size ?? 0)) {
      generation = trace?.generation;
      offset = 0;
      stream.send('restart', {}, '0');
    }
    const bytes = trace?.read(offset, CHUNK_BYTES) ?? new Uint8Array();
    if (bytes.length > 0) {
      const end = offset + bytes.length;
      const data = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
      if (!stream.send('chunk', { offset, data }, String(end))) await stream.drained();
      offset = end;
    } else if (trace?.isComplete === false) await grown;
    else {
      stream.send('end', { size: offset }, String(offset));
      stream.end();
      return;
    }
  }
}
