import { ANSI_CLEAR } from '../ansi.js';
import type { JobLogger } from './logger.js';

/** Marks what one stage writes, when GitLab can fold it. Source: helpers/build_section.go. */
export async function inSection<T>(
  logger: JobLogger,
  section: { readonly name: string; readonly marked: boolean; readonly now: () => number },
  run: () => Promise<T>,
): Promise<T> {
  const mark = (word: 'start' | 'end'): void => {
    if (!section.marked) return;
    logger.raw(`section_${word}:${Math.floor(section.now() / 1000)}:${section.name}\r${ANSI_CLEAR}`);
  };
  mark('start');
  try {
    return await run();
  } finally {
    mark('end');
  }
}
