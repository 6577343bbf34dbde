import type { Feature } from './services.js';
import { overview } from './views/index.js';
import { withConfigurations } from './with-configurations.js';

/** What works in every extension host, in the order of registration. */
export const FEATURES: readonly Feature[] = [
  overview,
  withConfigurations(async () => {
    const [{ diagnosing }, { understanding }] = await Promise.all([
      import('./diagnostics/index.js'),
      import('./language/index.js'),
    ]);
    return [diagnosing, understanding];
  }),
];
