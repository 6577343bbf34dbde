import { ChatReplyRenamer } from '@gitlab-chatops/shared/reply';
import { OutputSink } from './sink.js';

/**
 * Passes the output of a stage of the Runner's own on, without markers that GitLab would take for a reply. SIGTERM
 * is for the stage, whose last words must come through.
 */
export async function filter(
  input: AsyncIterable<Uint8Array>,
  output: NodeJS.WritableStream,
): Promise<number> {
  process.on('SIGTERM', () => undefined);
  const renamer = new ChatReplyRenamer();
  const sink = new OutputSink(output, () => undefined);
  for await (const chunk of input) {
    if (!sink.write(renamer.push(chunk))) await sink.drained();
  }
  sink.write(renamer.end());
  await sink.flushed();
  return 0;
}
