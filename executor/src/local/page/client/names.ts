import type { Names } from '@gitlab-chatops/shared/view';
import type { Snapshot } from '../protocol.js';

export function namesOf({ people, channels }: Pick<Snapshot, 'people' | 'channels'>): Names {
  return { user: (id) => people[id]?.name, channel: (id) => channels[id] };
}
