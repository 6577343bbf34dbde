import type { JobNeed } from '../../ci/index.js';
import type { LintContext } from '../context.js';
import type { Fix, Report } from '../finding.js';
import type { LintRule } from '../rule.js';

/** lib/gitlab/ci/pipeline/seed/build.rb: a needed job must be in the pipeline, and a chat pipeline holds one job. */
export const chatMissingNeed: LintRule = {
  meta: {
    id: 'chat-missing-need',
    severity: 'error',
    confidence: 'high',
    summary: 'A chat job needs or depends on another job, which a chat pipeline never holds.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const { job, intended } of context.jobs) {
      if (!intended) continue;
      const missing = (job.needs?.job ?? []).filter(({ optional, name }) => !optional && name !== job.name);
      for (const need of missing) {
        yield {
          job: job.name,
          at: need.at ?? job.keys.get('needs') ?? job.at,
          fixes: optional(context, need),
          message: `chat runs this job alone, so it needs ${need.name} in vain: GitLab answers "this chat service is currently not supported"; mark the need optional: true or take it away`,
        };
      }
      const needed = new Set(missing.map(({ name }) => name));
      const dependencies = (job.dependencies ?? []).filter((name) => name !== job.name && !needed.has(name));
      if (dependencies.length === 0) continue;
      yield {
        job: job.name,
        at: job.keys.get('dependencies') ?? job.at,
        severity: 'warning',
        message: `chat runs this job alone: it gets no artifacts of ${dependencies.join(', ')}`,
      };
    }
  },
};

/** `- build` of a block list becomes `- job: build` with `optional: true` below. */
function optional(context: LintContext, { name, at }: JobNeed): readonly Fix[] {
  const text = at && context.text(at.file);
  if (!at || text === undefined) return [];
  const written = text.slice(at.start, at.end);
  const before = text.slice(text.lastIndexOf('\n', at.start - 1) + 1, at.start);
  const isBare = written === name || written === `"${name}"` || written === `'${name}'`;
  if (!isBare || !/^ *- +$/.test(before)) return [];
  const newText = `job: ${written}\n${' '.repeat(before.length)}optional: true`;
  return [
    {
      title: `Make the need of ${name} optional`,
      safe: false,
      edits: [{ file: at.file, start: at.start, end: at.end, newText }],
    },
  ];
}
