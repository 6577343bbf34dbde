import type { BuildableTool } from './tools.mjs';

export const codeServer: BuildableTool;
