import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { commandsOf, literalOf } from '../shell/commands.js';

/** Slack's response_url lives 30 minutes from the command. */
const WINDOW_SECONDS = 30 * 60;

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };

export const chatWindow: LintRule = {
  meta: {
    id: 'chat-window',
    severity: 'warning',
    confidence: 'medium',
    summary: 'A chat job may run longer than the 30 minutes in which GitLab can reply.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const lintJob of context.jobs) {
      const { job, intended, reachable } = lintJob;
      if (!intended || !reachable) continue;
      if (job.timeout !== undefined && job.timeout > WINDOW_SECONDS) {
        yield {
          job: job.name,
          at: job.keys.get('timeout') ?? job.at,
          message:
            'GitLab’s own reply is lost 30 minutes after the command; a job that may take longer answers only through a driver with a bot token',
        };
      }
      yield* longSleeps(lintJob);
    }
  },
};

function* longSleeps({ job, scripts }: LintJob): Iterable<Report> {
  for (const script of scripts) {
    if (!script.text.includes('sleep')) continue;
    for (const command of commandsOf(script.root)) {
      if (command.name !== 'sleep') continue;
      const seconds = command.args.reduce((total, arg) => total + secondsOf(literalOf(arg) ?? ''), 0);
      const at = seconds > WINDOW_SECONDS && script.rangeOf(command.node.startIndex, command.node.endIndex);
      if (at) yield { job: job.name, at, message: 'sleeps past the 30 minutes in which GitLab can reply' };
    }
  }
}

function secondsOf(word: string): number {
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(word);
  return match ? Number(match[1]) * (UNITS[match[2] || 's'] ?? 1) : 0;
}
