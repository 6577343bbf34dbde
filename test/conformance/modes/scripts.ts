import { type RunnerSettings, recordScripts, type WireJob } from '@gitlab-chatops/executor/local/runner';
import { inputObject, type Mode } from '../mode.js';

// What the recording driver of the captured cases answers unless a case says otherwise.
const CONFIG = '{"driver":{"name":"lab","version":"1.0"},"hostname":"lab"}';

/** `{settings, job}` → `{calls}`: every run_exec call when each one succeeds. */
export const run: Mode = async (given) => {
  const input = inputObject(given);
  const settings = input.settings as RunnerSettings;
  // The shell executor calls no driver.
  if (settings.executor === 'shell') return { calls: [] };
  const does = typeof input.driver_does === 'object' && input.driver_does !== null ? input.driver_does : {};
  const config = 'config' in does && typeof does.config === 'string' ? does.config : CONFIG;
  return { calls: await recordScripts(settings, input.job as WireJob, config) };
};
