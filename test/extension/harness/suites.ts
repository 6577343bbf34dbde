import { fileURLToPath } from 'node:url';

const at = (name: string): string => fileURLToPath(new URL(`../inside/${name}.suite.ts`, import.meta.url));

/** Suites for an extension host, in an empty folder: what is known of a workspace, and how jobs are started. */
export const WORKSPACE_SUITES = ['extension', 'config-models', 'launch'].map(at);

/** Likewise: what is said about texts. */
export const TEXT_SUITES = ['diagnostics', 'quick-fixes', 'lenses', 'names', 'completion', 'shellcheck'].map(
  at,
);

/** Saved behind a suite's back, unsaved text could not be lost. One suite is about shellcheck, the others do without. */
export const SUITE_SETTINGS = { 'files.autoSave': 'off', 'gitlabChatops.shellcheck.enabled': false };
