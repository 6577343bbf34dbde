import { conditionsOf } from '../conditions.js';
import type { LintContext, LintJob } from '../context.js';
import type { Report } from '../finding.js';
import type { LintRule } from '../rule.js';
import { variableKey, wholeVariable } from '../shell/conditions.js';
import type { ScriptUnit } from '../shell/script.js';
import { enclosing, type ShellNode, walk } from '../shell/tree.js';
import { literalOf } from '../shell/words.js';

/** Ids of Slack conversations (C…, G…, D…); Mattermost's are 26 lower-case letters and digits. */
const CHANNEL_ID = /^([CGD][A-Z0-9]{5,}|[a-z0-9]{26})$/;

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
        for (const unit of units) yield* inScript(context, job, unit);
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
        const isName = pattern !== undefined && /[a-z]{3}|#/.test(pattern) && !/i$/.test(word ?? other);
        if (isName && !/[A-Z]/.test(pattern) && !/\[[^\]]*A-Z/.test(pattern)) {
          yield {
            ...about,
            at: range(),
            severity: 'warning',
            message: `CHAT_CHANNEL holds the channel's id (like C0123ABCD): the pattern ${pattern} reads like one for names`,
          };
        }
      }
    }
  }
}

/** `[ "$CHAT_CHANNEL" = ops ]` and `case "$CHAT_CHANNEL" in ops)` in a script are the same mistake. */
function* inScript(context: LintContext, { job }: LintJob, unit: ScriptUnit): Iterable<Report> {
  const compared = [...walk(unit.root)].flatMap((node) => wordsComparedWith(node));
  for (const node of compared) {
    const word = literalOf(node);
    const what = word === undefined ? undefined : judge(context, word);
    const at = what && unit.rangeOf(node.startIndex, node.endIndex);
    if (what && at) yield { job: job.name, at, ...what };
  }
}

function wordsComparedWith(node: ShellNode): readonly ShellNode[] {
  const isChannel = (other: ShellNode | null | undefined): boolean =>
    other !== null && other !== undefined && wholeVariable(other) === variableKey(VARIABLE, other);
  if (node.type === 'binary_expression' && enclosing(node, 'test_command')) {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    const operator = node.childForFieldName('operator')?.text ?? '';
    if (!['=', '==', '!='].includes(operator) || !left || !right) return [];
    return isChannel(left) ? [right] : isChannel(right) ? [left] : [];
  }
  if (node.type !== 'case_statement' || !isChannel(node.childForFieldName('value'))) return [];
  return node.namedChildren
    .filter(({ type }) => type === 'case_item')
    .flatMap((item) => item.childrenForFieldName('value'))
    .filter((pattern) => !/[*?[]/.test(pattern.text));
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
