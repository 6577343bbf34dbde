import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of living processes that begin with the text. */
export function processesNamed(text: string): string[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      const line = readFileSync(`/proc/${entry}/cmdline`, 'utf8').replaceAll('\0', ' ');
      return line.startsWith(text) ? [line] : [];
    } catch {
      return [];
    }
  });
}
