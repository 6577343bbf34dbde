import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { readCommand } from '../shell/commands.js';
import { GOOD_TAIL, markersOf, type WrittenMarker } from '../shell/markers.js';
import type { ScriptUnit } from '../shell/script.js';
import { isSilent } from '../shell/silent.js';
import type { ShellNode } from '../shell/tree.js';

export const chatReplyEmpty: LintRule = {
  meta: {
    id: 'chat-reply-empty',
    severity: 'warning',
    confidence: 'medium',
    summary: 'The reply is empty, and for an empty reply GitLab posts nothing at all.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      if (!job.reachable || job.job.kind === 'bridge') continue;
      const empty = emptySection(job) ?? silentScript(job);
      if (empty) yield { ...empty, job: job.job.name };
    }
  },
};

function emptySection({ scripts }: LintJob): Report | undefined {
  const units = scripts.flatMap((script) => script.units);
  const markers = [...markersOf({ scripts })].filter(({ name }) => name === 'chat_reply');
  for (const [i, marker] of markers.entries()) {
    if (marker.kind !== 'start' || !GOOD_TAIL.test(marker.tail)) continue;
    const next = markers[i + 1];
    const isEmpty =
      /^(?:\\[nrt]|\s)*section_end:/.test(marker.after) || (next && isNothingBetween(marker, next, units));
    const at = isEmpty ? marker.unit.rangeOf(marker.start, marker.end) : undefined;
    if (!at) continue;
    return {
      at,
      severity: 'error',
      message: 'nothing stands between the chat_reply markers: GitLab posts nothing',
    };
  }
  return undefined;
}

/** Start and end are printed by two statements, one right after the other. */
function isNothingBetween(start: WrittenMarker, end: WrittenMarker, units: readonly ScriptUnit[]): boolean {
  if (end.kind !== 'end' || start.node === end.node) return false;
  if (start.after.replace(/(?:\\[nrt]|\s)/g, '') !== '') return false;
  if (start.unit === end.unit) {
    const siblings = start.node.parent?.namedChildren ?? [];
    return (
      end.node.parent === start.node.parent && siblings.indexOf(end.node) === siblings.indexOf(start.node) + 1
    );
  }
  const isTop = ({ node, unit }: WrittenMarker): boolean => node.parent === unit.root;
  const isLast = start.unit.root.namedChildren.at(-1) === start.node;
  const isFirst = end.unit.root.namedChildren[0] === end.node;
  return (
    isTop(start) &&
    isTop(end) &&
    isLast &&
    isFirst &&
    units.indexOf(end.unit) === units.indexOf(start.unit) + 1
  );
}

function silentScript(job: LintJob): Report | undefined {
  const [main] = job.scripts;
  if (!main || job.replies) return undefined;
  const isWhole = main.units.every(({ hasError }) => !hasError);
  const isSilentScript = isWhole && isSilent(main.units);
  const at = job.job.keys.get('script') ?? job.job.at;
  if (alwaysFails(main.units) && (job.intended || isSilentScript)) {
    return {
      at,
      ...(isSilentScript ? {} : { severity: 'info' as const }),
      message: 'the script always fails, and of a failed job GitLab says only "Sorry, the build failed!"',
    };
  }
  if (!job.intended || !isSilentScript) return undefined;
  return { at, message: 'the script prints nothing, so there is nothing to reply' };
}

/** A statement at the top of the script ends it with a status other than 0. */
function alwaysFails(units: readonly ScriptUnit[]): boolean {
  return units.some(({ root }) => root.namedChildren.some(failsAlways));
}

function failsAlways(node: ShellNode): boolean {
  if (node.type !== 'command') return false;
  const { name, words } = readCommand(node);
  return name === 'false' || (name === 'exit' && /^[1-9]\d*$/.test(words[0] ?? ''));
}
