import { replayCaptured } from './support/captured-jobs.js';

describe('local Runner: captured jobs run again (trace.json)', () => {
  replayCaptured('trace');
});
