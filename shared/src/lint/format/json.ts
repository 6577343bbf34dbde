import type { LintReport } from './report.js';

/** Version of this shape; it changes only when a reader could break. */
export const LINT_JSON_VERSION = 1;

export function formatJson({ findings, version }: LintReport): string {
  return `${JSON.stringify({ format: LINT_JSON_VERSION, tool: { name: 'gitlab-chatops', version }, findings }, null, 2)}\n`;
}
