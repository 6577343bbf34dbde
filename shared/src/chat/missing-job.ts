import type { ResolvedConfig, SourceRange } from '../ci/index.js';
import type { Problem } from '../errors/index.js';
import { nearestWord } from '../words/index.js';
import { chatCause } from './causes.js';

/** Why a name typed in chat finds no job, and the place to look at. */
export function missingJob(config: ResolvedConfig, name: string): { cause: Problem; at?: SourceRange } {
  const key = config.merged?.kind === 'mapping' ? config.merged.entries.get(name)?.key.at : undefined;
  const at = key === undefined ? {} : { at: key };
  if (key !== undefined && name.startsWith('.')) {
    return { cause: chatCause('CHAT_JOB_HIDDEN', `${name} is hidden: a template, not a job`), ...at };
  }
  const copies = config.jobs.filter((job) => job.configName === name);
  if (copies.length > 0) {
    const message = `parallel makes ${copies.length} jobs of ${name}, the first one named "${copies[0]?.name}"`;
    return { cause: chatCause('CHAT_JOB_PARALLEL', message), ...at };
  }
  if (key !== undefined) {
    return { cause: chatCause('CHAT_JOB_KEYWORD', `${name} is a keyword, not a job`), ...at };
  }
  const sameLetters = config.jobs.find((job) => job.name.toLowerCase() === name.toLowerCase());
  if (sameLetters !== undefined) {
    const message = `the job is named ${sameLetters.name}, and names are case-sensitive`;
    return { cause: chatCause('CHAT_JOB_CASE', message), at: sameLetters.at };
  }
  const firstWord = config.jobs.find((job) => job.name.split(/\s/, 1)[0] === name);
  if (firstWord !== undefined) {
    const message = `"${firstWord.name}" has white space in its name; chat takes the job name up to the first space`;
    return { cause: chatCause('CHAT_JOB_NAME_SPACE', message), at: firstWord.at };
  }
  const near = nearestWord(
    name,
    config.jobs.map((job) => job.name),
  );
  return { cause: chatCause('CHAT_JOB_NOT_FOUND', `no job is named ${name}${near}`) };
}
