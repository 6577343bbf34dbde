import { gitlabReply } from '@gitlab-chatops/shared/reply';
import { inputBytes, inputObject } from '../mode.js';

/** `{text}` or `{b64}`, a whole trace → `{section, output}`, or `{error}`: `no_section` or `invalid_utf8`. */
export function run(input: unknown): unknown {
  const reply = gitlabReply(inputBytes(inputObject(input)));
  if (reply.kind === 'reply') return { section: reply.section, output: reply.output };
  return { error: reply.kind };
}
