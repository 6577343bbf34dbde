/** `# /project run deploy staging`, with whatever stands before `run`; a back quote ends it. */
const EXAMPLE = /^#.*?\brun\s+(?<name>[^\s`]+)[ \t]+(?<input>[^`]*[^`\s])/;

/** Longer than anybody types, and than a placeholder shows. */
const LONGEST = 60;

/**
 * The arguments that a comment right above a job gives as an example: what teams write beside their chat jobs.
 * `line`: the job's own, from 1. undefined: there is none.
 */
export function writtenExample(text: string, name: string, line: number): string | undefined {
  const above = text.split(/\r?\n/).slice(0, line - 1);
  const comments = above.slice(above.findLastIndex((one) => !one.startsWith('#')) + 1);
  for (const comment of comments) {
    const { groups } = EXAMPLE.exec(comment) ?? {};
    if (groups?.name === name && groups.input !== undefined) return groups.input.slice(0, LONGEST);
  }
  return undefined;
}
