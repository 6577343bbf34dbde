import type { LintRule } from './rule.js';

/** Every rule there is. */
export const RULES: readonly LintRule[] = [];
