import { createHash } from 'node:crypto';

/**
 * An environment's name for URLs and DNS: at most 24 of `a-z0-9-`, with a digest of the name where it was changed.
 * GitLab: lib/gitlab/slug/environment.rb.
 */
export function environmentSlug(name: string): string {
  const clean = name.toLowerCase().replace(/[^a-z0-9]/g, '-');
  const slug = (/^[a-z]/.test(clean) ? clean : `env-${clean}`).replace(/-+/g, '-');
  if (slug.length <= 24 && slug === name) return slug.replace(/-$/, '');
  const short = slug.slice(0, 17);
  return `${short.endsWith('-') ? short : `${short}-`}${suffix(name)}`;
}

function suffix(name: string): string {
  const digest = createHash('sha256').update(name).digest('hex');
  return BigInt(`0x${digest}`).toString(36).slice(-6);
}

const TIERS: readonly (readonly [RegExp, string])[] = [
  [/dev|review|trunk/i, 'development'],
  [/test|tst|int|ac(?:ce|)pt|qa|qc|control|quality/i, 'testing'],
  [/st(?:a|)g|mod(?:e|)l|pre|demo|non/i, 'staging'],
  [/pr(?:o|)d|live/i, 'production'],
];

/** The tier that GitLab takes for an environment whose job names none (app/models/environment.rb guess_tier). */
export function guessTier(name: string): string {
  return TIERS.find(([pattern]) => pattern.test(name))?.[1] ?? 'other';
}
