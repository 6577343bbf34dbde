import type { LintContext } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';

/** A command's job name is one word (lib/gitlab/slash_commands/run.rb), compared with names after `parallel` expansion. */
export const chatUnreachableName: LintRule = {
  meta: {
    id: 'chat-unreachable-name',
    severity: 'error',
    confidence: 'high',
    summary:
      'A job meant for chat has a name that cannot be typed: white space, parallel or matrix, a trigger job, a hidden job.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const lintJob of context.jobs) {
      const { job } = lintJob;
      if (!lintJob.intended || !isWanted(lintJob)) continue;
      if (job.kind === 'bridge') {
        yield {
          job: job.name,
          at: job.at,
          message: `${job.configName} is a trigger job: GitLab starts it but answers "this chat service is currently not supported", and no reply ever comes`,
        };
      } else if (job.instance) {
        yield {
          job: job.name,
          at: job.keys.get('parallel') ?? job.at,
          message: `parallel gives this job the names ${quote(job.name)} and so on, which hold white space: chat cannot type them`,
        };
      } else if (/\s/.test(job.name)) {
        const typed = job.name.replace(/\s+/g, '-');
        yield {
          job: job.name,
          at: job.at,
          message: `chat takes the first word as the job's name, so ${quote(job.name)} cannot be run; call it ${quote(typed)}`,
        };
      }
    }
    yield* hiddenJobs(context);
  },
};

/** The job has a positive chat intent: not one that only keeps chat out. */
function isWanted({
  exposure,
  chatVariables,
}: {
  exposure: { chat: string; rules: readonly { matched: boolean }[] };
  chatVariables: ReadonlySet<string>;
}): boolean {
  return exposure.chat !== 'no' || chatVariables.size > 0 || exposure.rules.some(({ matched }) => matched);
}

/** A hidden job that the settings list as a chat job. */
function* hiddenJobs(context: LintContext): Iterable<Report> {
  const { merged } = context.config;
  if (merged?.kind !== 'mapping') return;
  for (const name of context.settings.jobs) {
    const entry = name.startsWith('.') ? merged.entries.get(name) : undefined;
    if (entry)
      yield { at: entry.key.at, message: `${quote(name)} is a hidden job: GitLab never runs it by itself` };
  }
}

function quote(name: string): string {
  return `"${name}"`;
}
