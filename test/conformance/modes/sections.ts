import { scanSections } from '@gitlab-chatops/shared/reply';
import { inputBytes, inputObject } from '../mode.js';

/** `{text}` or `{b64}` → `{sections: [{name, byte_start, byte_end}]}` in GitLab's order. */
export function run(input: unknown): unknown {
  const sections = scanSections(inputBytes(inputObject(input)));
  return {
    sections: sections.map(({ name, byteStart, byteEnd }) => ({
      name,
      byte_start: byteStart,
      byte_end: byteEnd,
    })),
  };
}
