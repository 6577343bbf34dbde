import { CHANNEL_ID } from '../channel-id.js';
import { conditionsOf } from '../conditions.js';
import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { readCommand } from '../shell/commands.js';
import { wholeVariable } from '../shell/conditions.js';
import { factsOf } from '../shell/facts.js';
import type { ScriptUnit } from '../shell/script.js';
import { enclosing, type ShellNode, walk } from '../shell/tree.js';
import { literalOf } from '../shell/words.js';

const VARIABLE = 'CHAT_CHANNEL';

/** GitLab fills CHAT_CHANNEL with channel_id (lib/gitlab/slash_commands/run.rb), although its docs say name. */
export const chatChannelName: LintRule = {
  meta: {
    id: 'chat-channel-name',
    severity: 'error',
    confidence: 'high',
    summary:
      'CHAT_CHANNEL is compared with a channel name; it holds the channel id, so the rule never matches.',
  },
  *check(context: LintContext): Iterable<Report> {
    yield* inConditions(context);
    for (const job of context.jobs) {
      for (const { units, text } of job.scripts) {
        if (!text.includes(VARIABLE)) continue;
        const names = namesOf(units);
        for (const unit of units) yield* inScript(context, job, unit, names);
      }
    }
  },
};

function* inConditions(context: LintContext): Iterable<Report> {
  for (const { job, condition } of conditionsOf(context)) {
    for (const { left, operator, right, range } of condition.comparisons()) {
      const other = left === `$${VARIABLE}` ? right : right === `$${VARIABLE}` ? left : undefined;
      if (other === undefined) continue;
      const about = job ? { job: job.job.name } : {};
      const word = /^["'](.*)["']$/s.exec(other)?.[1];
      if (operator === '==' || operator === '!=') {
        const what = word === undefined ? undefined : judge(context, word);
        if (what) yield { ...about, at: range(), ...what };
      } else {
        const pattern = /^\/(.*)\/\w*$/s.exec(word ?? other)?.[1];
        if (pattern !== undefined && !/i$/.test(word ?? other) && readsLikeName(pattern)) {
          yield { ...about, at: range(), severity: 'warning', message: patternMessage(pattern) };
        }
      }
    }
  }
}

/** `[ "$CHAT_CHANNEL" = ops ]`, `case "$CHAT_CHANNEL" in ops)` and the like in a script are the same mistake. */
function* inScript(context: LintContext, { job }: LintJob, unit: ScriptUnit, names: Names): Iterable<Report> {
  for (const { node, kind } of [...walk(unit.root)].flatMap((each) => comparedWith(each, names))) {
    const word = literalOf(node);
    const what = word === undefined ? undefined : judgeWord(context, word, kind);
    const at = what && unit.rangeOf(node.startIndex, node.endIndex);
    if (what && at) yield { job: job.name, at, ...what };
  }
}

function judgeWord(context: LintContext, word: string, kind: Compared['kind']): ReturnType<typeof judge> {
  if (kind === 'word') return judge(context, word);
  return readsLikeName(word) ? { severity: 'warning', message: patternMessage(word) } : undefined;
}

/** Names of the variables that hold the channel: its own, and those that are assigned from it. */
type Names = ReadonlySet<string>;

function namesOf(units: readonly ScriptUnit[]): Names {
  const names = new Set([VARIABLE]);
  for (const { root } of units) {
    for (const { name, value } of factsOf(root).assignments) {
      if (wholeVariable(value) === VARIABLE) names.add(name);
    }
  }
  return names;
}

interface Compared {
  readonly node: ShellNode;
  readonly kind: 'word' | 'pattern';
}

function comparedWith(node: ShellNode, names: Names): readonly Compared[] {
  const isChannel = (other: ShellNode | null | undefined): boolean =>
    other !== null && other !== undefined && names.has(wholeVariable(other) ?? '');
  const word = (other: ShellNode): Compared => ({ node: other, kind: 'word' });
  if (node.type === 'binary_expression' && enclosing(node, 'test_command')) {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    const operator = node.childForFieldName('operator')?.text ?? '';
    if (!left || !right) return [];
    if (operator === '=~') return isChannel(left) ? [{ node: right, kind: 'pattern' }] : [];
    if (!['=', '==', '!='].includes(operator)) return [];
    if (isChannel(left)) return [isGlob(right) ? { node: right, kind: 'pattern' } : word(right)];
    return isChannel(right) ? [word(left)] : [];
  }
  if (node.type === 'command') return comparedByCommand(node, isChannel).map(word);
  if (node.type !== 'case_statement' || !isChannel(node.childForFieldName('value'))) return [];
  return node.namedChildren
    .filter(({ type }) => type === 'case_item')
    .flatMap((item) => item.childrenForFieldName('value'))
    .filter((pattern) => !isGlob(pattern))
    .map(word);
}

function isGlob({ text }: ShellNode): boolean {
  return /[*?[]/.test(text) && !/^["']/.test(text);
}

/** `test "$CHAT_CHANNEL" = ops` */
function comparedByCommand(
  node: ShellNode,
  isChannel: (node: ShellNode | undefined) => boolean,
): readonly ShellNode[] {
  const { name, args, words } = readCommand(node);
  if (name !== 'test') return [];
  return args.flatMap((_, i) => {
    const [left, right] = [args[i - 1], args[i + 1]];
    if (!left || !right || !['=', '==', '!='].includes(words[i] ?? '')) return [];
    if (isChannel(left)) return [right];
    return isChannel(right) ? [left] : [];
  });
}

/** Small letters in a row, and no capitals as ids have them. */
function readsLikeName(pattern: string): boolean {
  return /[a-z]{3}|#/.test(pattern) && !/[A-Z]/.test(pattern);
}

function patternMessage(pattern: string): string {
  return `CHAT_CHANNEL holds the channel's id (like C0123ABCD): the pattern ${pattern} reads like one for names`;
}

function judge({ settings }: LintContext, word: string): Pick<Report, 'message' | 'severity'> | undefined {
  if (word === '') return undefined;
  if (!CHANNEL_ID.test(word)) {
    return {
      message: `CHAT_CHANNEL holds the channel's id (like C0123ABCD), never a name such as "${word}": this comparison never comes true`,
    };
  }
  if (settings.channels.length === 0 || settings.channels.includes(word)) return undefined;
  return { severity: 'warning', message: `${word} is none of the channels that .chatops.yml lists` };
}
