import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import { chosenFix, replaceScalar } from '../job-edits.js';
import type { LintRule } from '../rule.js';
import type { ShellCommand } from '../shell/commands.js';
import { factsOf } from '../shell/facts.js';
import { enclosing, type ShellNode } from '../shell/tree.js';
import { effectiveCommand } from '../shell/wrappers.js';

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
          fixes: chosenFix(
            'Let it fail after 30 minutes',
            replaceScalar(context, job, job.keys.get('timeout'), /\S/, '30m'),
          ),
          message:
            'GitLab’s own reply is lost 30 minutes after the command; a job that may take longer answers only through a driver with a bot token',
        };
      }
      yield* longSleeps(lintJob);
      if (job.timeout === undefined) yield* longBuilds(lintJob);
    }
  },
};

function* longSleeps({ job, scripts }: LintJob): Iterable<Report> {
  for (const { units, text } of scripts) {
    if (!text.includes('sleep')) continue;
    let slept = 0;
    for (const unit of units) {
      for (const command of factsOf(unit.root).commands) {
        if (command.name !== 'sleep' || !isWaitedFor(command)) continue;
        const seconds = command.args.reduce((total, arg) => total + secondsOf(arg.text), 0) * rounds(command);
        slept += enclosing(command.node, 'if_statement', 'case_statement') ? 0 : seconds;
        if (Math.max(slept, seconds) <= WINDOW_SECONDS) continue;
        const at = unit.rangeOf(command.node.startIndex, command.node.endIndex);
        if (at) yield { job: job.name, at, message: 'sleeps past the 30 minutes in which GitLab can reply' };
        slept = 0;
      }
    }
  }
}

/** Not in a function, which may never be called, and not left in the background. */
function isWaitedFor({ node }: ShellCommand): boolean {
  if (enclosing(node, 'function_definition')) return false;
  const siblings = node.parent?.children ?? [];
  return siblings[siblings.indexOf(node) + 1]?.text !== '&';
}

/** How often a loop over fixed values runs: `for i in 1 2 3`, `for i in $(seq 60)`, `{1..60}`. */
function rounds({ node }: ShellCommand): number {
  let times = 1;
  for (let next = enclosing(node, 'for_statement'); next; next = enclosing(next.parent, 'for_statement')) {
    const values = next.childrenForFieldName('value');
    const [only] = values;
    const counted =
      values.length === 1
        ? /^(?:\$\(seq (?:1 )?|`seq (?:1 )?|\{1\.\.)(\d+)[)`}]$/.exec(only?.text ?? '')
        : null;
    times *= counted ? Number(counted[1]) : Math.max(1, values.length);
  }
  const counting = enclosing(node, 'c_style_for_statement');
  return counting ? times * countedRounds(counting) : times;
}

/** `for ((i=0; i<100; i++))` */
function countedRounds(loop: ShellNode): number {
  const [from, to] = [/=\s*(\d+)/.exec(loop.text)?.[1], /<=?\s*(\d+)/.exec(loop.text)?.[1]];
  return from !== undefined && to !== undefined ? Math.max(1, Number(to) - Number(from)) : 1;
}

function secondsOf(word: string): number {
  if (word === 'infinity') return Number.POSITIVE_INFINITY;
  const product = /^\$\(\(\s*(\d+(?:\s*\*\s*\d+)*)\s*\)\)$/.exec(word)?.[1];
  if (product !== undefined) return product.split('*').reduce((total, factor) => total * Number(factor), 1);
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(word);
  return match ? Number(match[1]) * (UNITS[match[2] || 's'] ?? 1) : 0;
}

/** Builds of whole applications: they often take longer than the window, and nothing here says that they may not. */
const LONG: Readonly<Record<string, RegExp>> = {
  flutter: /^build$/,
  gradle: /^(build|assemble\w*|bundle\w*|connected\w*)$/,
  gradlew: /^(build|assemble\w*|bundle\w*|connected\w*)$/,
  xcodebuild: /^(build|archive|test)$/,
  fastlane: /./,
  packer: /^build$/,
  bazel: /^(build|test)$/,
  bitbake: /./,
};

function* longBuilds({ job, scripts }: LintJob): Iterable<Report> {
  for (const { units } of scripts) {
    for (const unit of units) {
      for (const command of factsOf(unit.root).commands) {
        const { name, words } = effectiveCommand(command);
        const verb = name === undefined ? undefined : LONG[name];
        if (!verb || !words.some((word) => verb.test(word))) continue;
        const at = unit.rangeOf(command.node.startIndex, command.node.endIndex);
        if (!at) continue;
        yield {
          job: job.name,
          at,
          severity: 'info',
          confidence: 'low',
          message: `${name} builds often take long, and GitLab’s own reply is lost 30 minutes after the command; timeout: 30m makes the job fail in time to say so`,
        };
        return;
      }
    }
  }
}
