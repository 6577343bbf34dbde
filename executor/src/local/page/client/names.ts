import type { Snapshot } from '../protocol.js';
import type { Names } from '../render/index.js';

export function namesOf({ people, channels }: Pick<Snapshot, 'people' | 'channels'>): Names {
  return { user: (id) => people[id]?.name, channel: (id) => channels[id] };
}
