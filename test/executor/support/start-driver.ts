import { DriverHarness, type HarnessOptions } from './driver-harness.js';

const started: DriverHarness[] = [];

export async function startDriver(options: HarnessOptions = {}): Promise<DriverHarness> {
  const harness = await DriverHarness.start(options);
  started.push(harness);
  return harness;
}

/** For an after hook: removes the folders of all harnesses. */
export function disposeDrivers(): void {
  for (const harness of started.splice(0)) harness.dispose();
}
