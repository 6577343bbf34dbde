import { FEATURES } from './features.js';
import type { Feature } from './services.js';
import { simulation } from './simulation/feature.js';

/** In a Node extension host jobs can be run too. */
export const NODE_FEATURES: readonly Feature[] = [...FEATURES, simulation];
