import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import { insertInJob } from '../job-edits.js';
import type { LintRule } from '../rule.js';
import { commandsOf } from '../shell/commands.js';

/** Commands that need no file of the repository unless an argument names one. */
const FILELESS = new Set([
  ':',
  '[',
  'curl',
  'date',
  'echo',
  'env',
  'exit',
  'export',
  'false',
  'fortune',
  'hostname',
  'id',
  'printf',
  'set',
  'sleep',
  'test',
  'true',
  'uname',
  'uptime',
  'wget',
  'whoami',
]);

export const chatNeedlessClone: LintRule = {
  meta: {
    id: 'chat-needless-clone',
    severity: 'info',
    confidence: 'medium',
    summary: 'A chat job clones the repository and uses no file of it: GIT_STRATEGY: none answers sooner.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const lintJob of context.jobs) {
      const { job, intended, reachable } = lintJob;
      if (!intended || !reachable || job.kind === 'bridge' || !isFileless(lintJob)) continue;
      const set = [...job.variables, ...context.config.variables].some(({ key }) => key === 'GIT_STRATEGY');
      if (set) continue;
      const lines = ['variables:', '  GIT_STRATEGY: none'];
      const edit = job.keys.has('variables') ? undefined : insertInJob(context, job, lines);
      yield {
        job: job.name,
        at: job.at,
        fixes: edit ? [{ title: 'Do not clone: GIT_STRATEGY: none', safe: false, edits: [edit] }] : [],
        message:
          'the job uses no file of the repository; GIT_STRATEGY: none spares the clone, so the reply comes sooner',
      };
    }
  },
};

function isFileless({ scripts }: LintJob): boolean {
  const commands = scripts.flatMap(({ root }) => [...commandsOf(root)]);
  return (
    commands.length > 0 &&
    commands.every(({ name, args }) => {
      if (name === undefined || !FILELESS.has(name)) return false;
      return !args.some(({ text }) => /^["']?(@|\.\/|\.\.\/)|CI_PROJECT_DIR|(^|\s)-f\b/.test(text));
    })
  );
}
