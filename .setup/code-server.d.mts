import type { Tool } from './tools.mjs';

export const codeServer: Tool;
