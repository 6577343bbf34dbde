import { type Token, tokenizeExpression } from '../ci/expression/index.js';
import type { ConfigRule, ResolvedConfig, ResolvedJob } from '../ci/index.js';

/** Whether somebody meant a job for chat: what its rules, its names and the settings say. */
export function isMeantForChat(job: ResolvedJob, config: ResolvedConfig, listed: readonly string[]): boolean {
  return (
    listed.some((pattern) => matchesName(job.configName, pattern)) ||
    isNamedForChat(job) ||
    namesChat(job) ||
    onlyChatRules(config.workflow.rules) !== undefined
  );
}

/** `chatops` as a word of the job's name or stage. */
export function isNamedForChat({ name, stage }: Pick<ResolvedJob, 'name' | 'stage'>): boolean {
  return [name, stage].some((text) => /(^|[^a-z])chat[-_]?ops?([^a-z]|$)/i.test(text));
}

/** A rule or an `only` entry lets chat in by name. */
function namesChat({ only, rules = [] }: ResolvedJob): boolean {
  if (only?.refs?.some(({ value }) => isChatRef(value))) return true;
  if (only?.variables?.some(({ value }) => letsChatIn(value))) return true;
  if (refusesAllButChat(rules)) return true;
  return rules.some((rule) => rule.when?.value !== 'never' && rule.if && letsChatIn(rule.if.value));
}

/** `chat` in only/except, in the spellings that GitLab takes (app/…/build/policy/refs.rb). */
export function isChatRef(value: string): boolean {
  return /^chats?(@|$)/.test(value);
}

/** The expression compares the source with chat, or asks for something that only a chat pipeline has. */
export function letsChatIn(expression: string): boolean {
  const { tokens } = tokenizeExpression(expression);
  return tokens.some((token, i) => {
    if (token.kind !== 'variable') return false;
    const next = tokens[i + 1];
    if (/^\$CHAT_(INPUT|CHANNEL|USER_ID)$/.test(token.text)) {
      return !(next?.kind === 'equals' && tokens[i + 2]?.kind === 'null');
    }
    return token.text === '$CI_PIPELINE_SOURCE' && isComparedWithChat(tokens, i);
  });
}

function isComparedWithChat(tokens: readonly Token[], at: number): boolean {
  const [operator, other] =
    tokens[at + 1]?.kind === 'equals' || tokens[at + 1]?.kind === 'matches'
      ? [tokens[at + 1], tokens[at + 2]]
      : [tokens[at - 1], tokens[at - 2]];
  if (!operator || !other) return false;
  if (operator.kind === 'equals') return /^["']chat["']$/.test(other.text);
  return operator.kind === 'matches' && /(^|[^a-z_])chat([^a-z_]|$)/i.test(other.text.slice(1));
}

/** The workflow's rules that let a pipeline pass, when every one of them asks for chat; undefined otherwise. */
export function onlyChatRules(rules: readonly ConfigRule[] = []): readonly ConfigRule[] | undefined {
  const passing = rules.filter((rule) => rule.when?.value !== 'never');
  if (passing.length > 0 && refusesAllButChat(rules)) return passing;
  return passing.length > 0 && passing.every(({ if: condition }) => condition && isChatOnly(condition.value))
    ? passing
    : undefined;
}

/** The first rule is `$CI_PIPELINE_SOURCE != "chat"` with `when: never`. */
function refusesAllButChat([first]: readonly ConfigRule[]): boolean {
  if (first?.when?.value !== 'never' || !first.if || first.changes || first.exists) return false;
  const [left, operator, right, more] = tokenizeExpression(first.if.value).tokens;
  const sides = [left?.text, right?.text];
  return (
    more === undefined &&
    operator?.kind === 'notequals' &&
    sides.includes('$CI_PIPELINE_SOURCE') &&
    sides.some((side) => /^["']chat["']$/.test(side ?? ''))
  );
}

/** Its own rules say that chat and nothing else runs the job; false where that has to be worked out. */
export function isForChatOnly({ rules, only }: ResolvedJob): boolean {
  if (rules !== undefined) return onlyChatRules(rules) !== undefined;
  return only?.refs?.every(({ value }) => /^chats?$/.test(value)) === true;
}

/** The condition compares the source with chat, and no other way leads to yes. */
function isChatOnly(expression: string): boolean {
  const { tokens } = tokenizeExpression(expression);
  if (tokens.some(({ kind }) => kind === 'or' || kind === 'not')) return false;
  return tokens.some(
    (token, i) =>
      isSetByChat(tokens, i) ||
      (token.text === '$CI_PIPELINE_SOURCE' && isComparedWithChat(tokens, i) && !isAlternation(tokens, i)),
  );
}

/** `$CHAT_INPUT`, `$CHAT_CHANNEL == "…"`: what no other pipeline has. */
function isSetByChat(tokens: readonly Token[], at: number): boolean {
  if (!/^\$CHAT_(INPUT|CHANNEL|USER_ID)$/.test(tokens[at]?.text ?? '')) return false;
  const next = tokens[at + 1]?.kind;
  if (next === 'notequals' || next === 'notmatches') return false;
  return !(next === 'equals' && tokens[at + 2]?.kind === 'null');
}

/** `=~ /^(chat|web)$/` lets others in too. */
function isAlternation(tokens: readonly Token[], at: number): boolean {
  return tokens[at + 1]?.kind === 'matches' && !/^\/\^?chat\$?\/$/.test(tokens[at + 2]?.text ?? '');
}

/** `*` in a listed name stands for any text; the leftmost fit of each part is as good as any other. */
function matchesName(name: string, pattern: string): boolean {
  const [head = '', ...rest] = pattern.split('*');
  const tail = rest.pop();
  if (tail === undefined) return name === pattern;
  if (!name.startsWith(head)) return false;
  let from = head.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0) return false;
    from = at + part.length;
  }
  return name.length - tail.length >= from && name.endsWith(tail);
}
