import type { ProjectPolicy, Settings } from './types.js';

/** `*` stands for anything within one path segment, `**` for any number of segments; the rest is literal. */
function patternToRegExp(pattern: string): RegExp {
  const source = pattern
    .split(/(\*\*|\*)/)
    .map((part) => {
      if (part === '**') return '.*';
      if (part === '*') return '[^/]*';
      return part.replace(/[.+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  // GitLab finds a project by its path in any letter case (Project.find_by_full_path), so we do too.
  return new RegExp(`^${source}$`, 'is');
}

/** Letters before the first wildcard, then letters in all: the more of the path a pattern spells out, the nearer. */
function nearness(pattern: string): readonly [exact: number, prefix: number, literal: number] {
  const star = pattern.indexOf('*');
  if (star === -1) return [1, pattern.length, pattern.length];
  return [0, star, pattern.replaceAll('*', '').length];
}

/**
 * The policy of a project (design D15): the nearest matching pattern, whatever the order in the file; between two
 * equally near ones the first in the file. Nothing matched: GitLab owns the reply, nothing is touched.
 */
export function policyFor(settings: Settings, projectPath: string): ProjectPolicy {
  let best: { policy: ProjectPolicy; near: readonly number[] } | undefined;
  for (const [pattern, policy] of settings.projects) {
    if (!patternToRegExp(pattern).test(projectPath)) continue;
    const near = nearness(pattern);
    if (best === undefined || compare(near, best.near) > 0) best = { policy, near };
  }
  return (
    best?.policy ?? {
      owner: 'gitlab',
      onFailure: 'both',
      allowSecretInput: false,
      sandbox: settings.sandbox,
    }
  );
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < a.length; index++) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether the settings let a project's replies go to this channel (design D2). */
export function channelAllowed(policy: ProjectPolicy, channel: string): boolean {
  return policy.chat?.channels.some((allowed) => allowed === '*' || allowed === channel) ?? false;
}
