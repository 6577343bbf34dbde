import { basename, resolve } from 'node:path';

/** The project and slash command of a directory: its name in GitLab's and Slack's letters. */
export function projectName(directory: string): string {
  const name = basename(resolve(directory))
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 31);
  return name === '' ? 'project' : name;
}
