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

/** Waits until a condition holds, at most five seconds; then the caller's assertion tells. */
export async function eventually(condition: () => boolean): Promise<void> {
  for (let waited = 0; waited < 5_000 && !condition(); waited += 20) {
    await new Promise((done) => setTimeout(done, 20));
  }
}
