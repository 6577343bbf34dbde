import { spawnSync } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { codeServer } from '../../.setup/code-server.mjs';
import { hasPtyPackages } from '../../.setup/pty-packages.mjs';
import { toolFolder } from '../../.setup/tools.mjs';
import { vsce } from '../../.setup/vsce.mjs';

/** Where the reporter finds why a test was skipped. */
export const SKIP_REASON = Symbol.for('gitlab-chatops.skipReason');

/** A program that some tests need and that npm does not bring. */
export interface Tool {
  readonly name: string;
  /** Debian package that brings it; absent: nothing installs it, so its absence is announced and never a failure. */
  readonly debianPackage?: string;
  /** Command that brings it, where no Debian package does. */
  readonly setup?: string;
  /** Why the tool cannot be used here, or undefined when it can. */
  missing(): string | undefined;
}

/** Absolute path of a program on PATH, or undefined. */
export function which(program: string): string | undefined {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder || '.', program);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // Not in this folder: look in the next one.
    }
  }
  return undefined;
}

function onPath(program: string): () => string | undefined {
  return () => (which(program) ? undefined : `${program} is not on PATH`);
}

/** bubblewrap needs user namespaces, which some kernels and containers refuse: that is not a missing package. */
function bubblewrapRefused(): string | undefined {
  const probe = spawnSync('bwrap', ['--unshare-user', '--unshare-pid', '--ro-bind', '/', '/', 'true'], {
    encoding: 'utf8',
  });
  return probe.status === 0 ? undefined : `the kernel refuses it (${probe.stderr.trim() || 'no message'})`;
}

export const chromium: Tool = {
  name: 'chromium',
  debianPackage: 'chromium',
  missing: onPath('chromium'),
};
export const bubblewrap: Tool = {
  name: 'bubblewrap',
  debianPackage: 'bubblewrap',
  missing: onPath('bwrap'),
};
export const namespaces: Tool = { name: 'user namespaces', missing: bubblewrapRefused };
export const gitlabRunner: Tool = { name: 'gitlab-runner', missing: onPath('gitlab-runner') };
export const shellcheck: Tool = {
  name: 'shellcheck',
  debianPackage: 'shellcheck',
  missing: onPath('shellcheck'),
};
/** A VS Code server; `npm test` installs it into the user's cache folder. */
export const vscodeHost: Tool = {
  name: 'code-server',
  setup: 'npm run setup:vscode',
  missing: () => (toolFolder(codeServer) ? undefined : 'it is not installed, run npm run setup:vscode'),
};

/** Packages the extension. */
export const packager: Tool = {
  name: 'vsce',
  setup: 'npm run setup:vscode',
  missing: () => (toolFolder(vsce) ? undefined : 'it is not installed, run npm run setup:vscode'),
};

/** node-pty's binary for another platform, which its package of the extension brings along. */
export const ptyFor = (platform: string): Tool => ({
  name: `node-pty for ${platform}`,
  setup: 'npm run setup:vscode',
  missing: () => (hasPtyPackages(platform) ? undefined : 'it is not installed, run npm run setup:vscode'),
});

/**
 * Skips the running test (or, from a before hook, its suite) by name and reason when a tool is missing.
 * With CI=true a missing tool that a Debian package or a set-up command could bring is a failure instead.
 */
export function needs(context: Mocha.Context, ...tools: readonly Tool[]): void {
  for (const tool of tools) {
    const why = tool.missing();
    if (why === undefined) continue;
    const reason = `needs ${tool.name}: ${why}`;
    const command = tool.debianPackage === undefined ? tool.setup : `apt-get install ${tool.debianPackage}`;
    if (process.env.CI === 'true' && command !== undefined) {
      throw new Error(`${reason}; in CI a missing tool is a failure (${command})`);
    }
    const runnable: Mocha.Runnable | undefined = context.test;
    const inHook = runnable !== undefined && 'type' in runnable && runnable.type === 'hook';
    const owner = inHook ? runnable.parent : runnable;
    if (owner) Reflect.set(owner, SKIP_REASON, reason);
    context.skip();
  }
}
