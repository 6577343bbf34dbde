import { diagnosing } from './diagnostics/index.js';
import { understanding } from './language/index.js';
import type { Feature } from './services.js';
import { overview } from './views/index.js';

/** What works in every extension host, in the order of registration. */
export const FEATURES: readonly Feature[] = [diagnosing, understanding, overview];
