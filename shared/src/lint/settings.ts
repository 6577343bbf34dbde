import { isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml';
import type { Problem } from '../errors/index.js';
import { nearestWord } from '../words/index.js';
import { CHANNEL_ID } from './channel-id.js';
import { SEVERITIES, type Severity } from './finding.js';
import { SHELLCHECK_RULE } from './shellcheck/codes.js';

/** The lint settings of a repository: file `.chatops.yml` beside `.gitlab-ci.yml`; all parts are optional. */
export interface LintSettings {
  /** Severity by rule id; `off` silences a rule. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Names of jobs meant for chat, `*` stands for any text. */
  readonly jobs: readonly string[];
  /** Ids of the channels chat commands come from. */
  readonly channels: readonly string[];
}

export const LINT_SETTINGS_FILE = '.chatops.yml';

export const DEFAULT_LINT_SETTINGS: LintSettings = { rules: {}, jobs: [], channels: [] };

const KEYS = ['rules', 'jobs', 'channels'];

/** JSON schema of `.chatops.yml`, for editors. */
export function lintSettingsSchema(ruleIds: readonly string[]): object {
  const severity = { enum: ['off', ...SEVERITIES] };
  const names = { type: 'array', items: { type: 'string' }, uniqueItems: true };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'gitlab-chatops lint settings (.chatops.yml)',
    type: 'object',
    additionalProperties: false,
    properties: {
      rules: {
        description: 'Severity by rule id; off silences the rule.',
        type: 'object',
        additionalProperties: false,
        properties: Object.fromEntries(ruleIds.map((id) => [id, severity])),
        patternProperties: { [SHELLCHECK_RULE.source]: severity },
      },
      jobs: { description: 'Names of the jobs meant for chat; * stands for any text.', ...names },
      channels: {
        description: 'Ids of the channels chat commands come from, e.g. C0123ABCD.',
        ...names,
        items: { type: 'string', pattern: CHANNEL_ID.source },
      },
    },
  };
}

export interface LintSettingsProblem extends Problem {
  /** One-based. */
  readonly line: number;
}

/** Reads `.chatops.yml`. Every problem names the line; settings that are right still count. */
export function readLintSettings(
  text: string,
  ruleIds: readonly string[],
): { readonly settings: LintSettings; readonly problems: readonly LintSettingsProblem[] } {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter });
  const problems: LintSettingsProblem[] = [];
  const complain = (node: unknown, message: string): void => {
    const offset = isScalar(node) || isMap(node) || isSeq(node) ? (node.range?.[0] ?? 0) : 0;
    const line = counter.linePos(offset).line;
    problems.push({
      code: 'CONFIG_LINT_SETTINGS',
      message: `${LINT_SETTINGS_FILE} line ${line}: ${message}`,
      line,
    });
  };
  for (const error of document.errors)
    problems.push({
      code: 'CONFIG_LINT_SETTINGS',
      message: `${LINT_SETTINGS_FILE} line ${error.linePos?.[0].line ?? 1}: ${said(error.message)}`,
      line: error.linePos?.[0].line ?? 1,
    });
  const rules: Record<string, Severity | 'off'> = {};
  const lists: Record<'jobs' | 'channels', string[]> = { jobs: [], channels: [] };
  const root: unknown = document.contents;
  if (root !== null && !isMap(root))
    complain(root, 'the settings must be a mapping of rules, jobs and channels');
  for (const pair of isMap(root) ? root.items : []) {
    const key = scalarText(pair.key);
    if (key === 'jobs' || key === 'channels') {
      if (!isSeq(pair.value)) complain(pair.key, `${key} must be a list of names`);
      for (const item of isSeq(pair.value) ? pair.value.items : []) {
        const name = scalarText(item);
        if (name === undefined) complain(item, `${key} must be a list of names`);
        else if (key === 'channels' && !CHANNEL_ID.test(name))
          complain(item, `${name} is no channel id; an id, as CHAT_CHANNEL holds it, is like C0123ABCD`);
        else lists[key].push(name);
      }
    } else if (key === 'rules') {
      if (!isMap(pair.value)) complain(pair.key, 'rules must map a rule id to off, error, warning or info');
      for (const rule of isMap(pair.value) ? pair.value.items : []) {
        const id = scalarText(rule.key) ?? '(not a name)';
        const severity = severityOf(rule.value);
        if (!ruleIds.includes(id) && !SHELLCHECK_RULE.test(id))
          complain(rule.key, `there is no rule ${id}${nearestWord(id, ruleIds)}`);
        else if (severity === undefined)
          complain(rule.value ?? rule.key, `${id} must be off, error, warning or info${given(rule.value)}`);
        else rules[id] = severity;
      }
    } else {
      complain(pair.key, `there is no setting ${key ?? '(not a name)'}${nearestWord(key ?? '', KEYS)}`);
    }
  }
  return { settings: { rules, ...lists }, problems };
}

/** What the YAML reader says, without the place and the excerpt that it adds. */
function said(message: string): string {
  return (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '');
}

function given(node: unknown): string {
  const text = scalarText(node);
  return text === undefined ? '' : `, not ${text}`;
}

function scalarText(node: unknown): string | undefined {
  return isScalar(node) && (typeof node.value === 'string' || typeof node.value === 'number')
    ? String(node.value)
    : undefined;
}

function severityOf(node: unknown): Severity | 'off' | undefined {
  const text = scalarText(node);
  return text === 'off' ? 'off' : SEVERITIES.find((severity) => severity === text);
}
