import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { ends } from '../shell/guards.js';
import { type MarkerPlace, markersOf, placesOf, type WrittenMarker } from '../shell/markers.js';
import { contains, enclosing, type ShellNode } from '../shell/tree.js';

/** lib/gitlab/ci/trace/section_parser.rb: a name with more than one start or end marker is no section at all. */
export const chatReplyTwice: LintRule = {
  meta: {
    id: 'chat-reply-twice',
    severity: 'error',
    confidence: 'medium',
    summary: 'A job prints more than one chat_reply section: GitLab drops them all and posts the whole log.',
  },
  *check(context: LintContext): Iterable<Report> {
    for (const job of context.jobs) {
      const markers = [...markersOf(job)].filter(({ name }) => name === 'chat_reply');
      const found = repeated(job, markers, 'start') ?? repeated(job, markers, 'end');
      if (found) yield found;
    }
  },
};

interface Printed extends MarkerPlace {
  readonly marker: WrittenMarker;
}

function repeated(
  job: LintJob,
  markers: readonly WrittenMarker[],
  kind: 'start' | 'end',
): Report | undefined {
  const units = job.scripts.flatMap((script) => script.units);
  const printed: Printed[] = markers
    .filter((marker) => marker.kind === kind)
    .flatMap((marker) => placesOf(marker, units).map((place) => ({ ...place, marker })));
  for (const [i, second] of printed.entries()) {
    const first = printed.slice(0, i).find((other) => !areExclusive(other, second));
    if (first) return report(job, second, first);
  }
  const looped = printed.find(({ node }) => loopOf(node) !== undefined);
  return looped && report(job, looped, undefined);
}

function report({ job }: LintJob, second: Printed, first: Printed | undefined): Report | undefined {
  const rangeOf = ({ unit, marker, node }: Printed) =>
    unit === marker.unit && contains(node, marker.node)
      ? unit.rangeOf(marker.start, marker.end)
      : unit.rangeOf(node.startIndex, node.endIndex);
  const at = rangeOf(second);
  if (!at) return undefined;
  const before = first && rangeOf(first);
  const word =
    second.marker.kind === 'start' ? 'a second chat_reply section' : 'a second end of the chat_reply section';
  return {
    job: job.name,
    at,
    ...(before ? { related: [{ at: before, message: 'the first one' }] } : {}),
    message: first
      ? `${word}: GitLab then takes none and posts the whole log; print one`
      : 'a chat_reply section in a loop: from the second round on GitLab takes none and posts the whole log',
  };
}

const LOOPS = ['for_statement', 'while_statement', 'c_style_for_statement'];

/** A loop around it that goes on after it was printed. */
function loopOf(node: ShellNode): ShellNode | undefined {
  const loop = enclosing(node, ...LOOPS);
  if (!loop) return undefined;
  const leaves = (next: ShellNode): boolean =>
    next.type === 'command' && /^(break|exit|return)$/.test(next.childForFieldName('name')?.text ?? '');
  for (let next = node; next.parent !== null && next !== loop; next = next.parent) {
    const later = next.parent.namedChildren.filter(({ startIndex }) => startIndex >= next.endIndex);
    if (later.some(leaves)) return undefined;
  }
  return loop;
}

const BRANCHES = ['elif_clause', 'else_clause', 'case_item'];

/** Two branches of one `if` or `case`, or the first ends the script: only one of them runs. */
function areExclusive(first: Printed, second: Printed): boolean {
  if (endsAfter(first.node) || exitsAfter(first.marker.node)) return true;
  if (first.unit !== second.unit) return false;
  for (let choice = choiceOf(first.node); choice; choice = choiceOf(choice)) {
    if (!contains(choice, second.node)) continue;
    return branchIn(choice, first.node) !== branchIn(choice, second.node);
  }
  // `a && reply yes || reply no`
  const list = enclosing(first.node.parent, 'list');
  return list?.parent?.type === 'list' && contains(list.parent, second.node) && !contains(list, second.node);
}

function choiceOf(node: ShellNode): ShellNode | undefined {
  return enclosing(node.parent, 'if_statement', 'case_statement');
}

function branchIn(choice: ShellNode, node: ShellNode): number {
  const branch = choice.namedChildren.find((child) => BRANCHES.includes(child.type) && contains(child, node));
  return branch?.startIndex ?? -1;
}

/** The function that prints it ends the script: `fail() { reply "$1"; exit 1; }`. */
function exitsAfter(node: ShellNode): boolean {
  const body = enclosing(node, 'function_definition')?.childForFieldName('body');
  const later = body?.namedChildren.filter(({ startIndex }) => startIndex >= node.endIndex) ?? [];
  return later.some(({ type, text }) => type === 'command' && /^exit\b/.test(text));
}

/** After it, in its own branch, the script ends; at the top of the script that would be the end of all. */
function endsAfter(node: ShellNode): boolean {
  for (let next = node; next.parent !== null; next = next.parent) {
    const { parent } = next;
    if (parent.type === 'function_definition' || parent.type === 'program') break;
    const later = parent.namedChildren.filter(({ startIndex }) => startIndex >= next.endIndex);
    if (later.some(ends)) return true;
  }
  return false;
}
