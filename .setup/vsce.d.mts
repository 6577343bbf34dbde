import type { BuildableTool } from './tools.mjs';

export const vsce: BuildableTool;
