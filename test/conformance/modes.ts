import type { Mode } from './mode.js';

/**
 * Every mode of `npm run --silent conformance -- MODE`: one line here, one file under modes/ that exports `run`:
 *   expr: () => import('./modes/expr.js'),
 * Loaded when asked for, so that a mode costs only itself.
 */
export const modes: Readonly<Record<string, () => Promise<{ readonly run: Mode }>>> = {
  slash: () => import('./modes/slash.js'),
  config: () => import('./modes/config.js'),
  expr: () => import('./modes/expr.js'),
  select: () => import('./modes/select.js'),
  sections: () => import('./modes/sections.js'),
  reply: () => import('./modes/reply.js'),
  scripts: () => import('./modes/scripts.js'),
  trace: () => import('./modes/trace.js'),
};
