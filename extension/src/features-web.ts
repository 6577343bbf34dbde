import { FEATURES } from './features.js';
import type { Feature } from './services.js';
import { simulationNotHere } from './simulation/not-here.js';

/** In a browser jobs are linted and explained. */
export const WEB_FEATURES: readonly Feature[] = [...FEATURES, simulationNotHere];
