/** What stands for anything that must not be shown, in the Runner's words. */
export const MASK = new TextEncoder().encode('[MASKED]');
