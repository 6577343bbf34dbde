import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SLACK_PROBLEMS } from '@gitlab-chatops/executor/delivery';
import { CHAT_CAUSES } from '@gitlab-chatops/shared/chat';
import { REPOSITORY_PROBLEMS } from '../../executor/src/local/git/problems.js';

/** One stable code with what it says and what to do. */
interface Documented {
  readonly says: string;
  readonly wayOut: string;
}

/** Their messages are GitLab's own words, made of the configuration; a sentence of ours stands for each group. */
const CONFIG_GROUPS: Readonly<Record<string, string>> = {
  CI_CONFIG_CONFLICT: 'two keys that GitLab does not take together',
  CI_CONFIG_KEYS: 'a key that GitLab does not know there',
  CI_CONFIG_REQUIRED: 'a key or a value that GitLab needs is missing',
  CI_CONFIG_TYPE: 'a value of another kind than GitLab takes there',
  CI_CONFIG_VALUE: 'a value that GitLab does not take there',
  CI_EXPRESSION_RAISES: 'an expression on which GitLab’s server itself fails',
  CI_EXPRESSION_SYNTAX: 'an expression that GitLab cannot read',
  CI_EXPRESSION_TOO_MANY_TOKENS: 'an expression of 100 tokens or more',
  CI_EXPRESSION_UNKNOWN_TOKEN: 'text in an expression that is no token',
  CI_EXTENDS: 'an extends that names nothing, itself, or too deep a chain',
  CI_INCLUDE: 'an include that GitLab refuses or does not find',
  CI_INPUTS: 'an input that is missing, unknown, or of the wrong kind',
  CI_NEEDS: 'needs or dependencies that cannot hold',
  CI_REFERENCE: 'a !reference that is malformed, circular, or names nothing',
  CI_STAGE: 'a stage that is not in the list of stages',
  CI_YAML_EMPTY: 'the configuration is empty',
  CI_YAML_NO_MAPPING: 'the configuration is no mapping',
  CI_YAML_REFUSED: 'YAML that GitLab’s reader refuses, such as an unquoted date',
  CI_YAML_SYNTAX: 'text that is no YAML, in the words of the reader that GitLab uses',
  CI_YAML_TOO_BIG: 'a file past GitLab’s limits of size or depth',
};

/** Codes whose sentence is made elsewhere than beside them. */
const OTHERS: Readonly<Record<string, Documented>> = {
  CHAT_RUNS: { says: 'no error: the reason why chat can run a job', wayOut: '' },
  CHAT_DEPENDS: { says: 'no error: on what it depends whether chat can run a job', wayOut: '' },
  CHAT_RUN_BROKE_OFF: {
    says: 'the program that runs a job for the editor ended early; its own words follow',
    wayOut: '',
  },
  CONFIG_GITLAB_URL: {
    says: 'the URL of the GitLab to read from is none',
    wayOut: 'give it as https://gitlab.example.com',
  },
  CONFIG_NOT_FOUND: {
    says: 'The settings file … does not exist.',
    wayOut: 'Name it by GITLAB_CHATOPS_SETTINGS.',
  },
  CONFIG_UNREADABLE: {
    says: 'The settings file … cannot be read.',
    wayOut: 'Make it readable for the account of gitlab-runner.',
  },
  DRIVER_CHANNEL_NOT_ALLOWED: {
    says: 'The reply is left to GitLab: the job has no CHAT_CHANNEL, or the channel is not listed for the project.',
    wayOut: 'Add the channel’s id to channels: of the project’s entry.',
  },
  DRIVER_INCOMPLETE: {
    says: 'The job killed the session leader of its terminal; its last output may be missing.',
    wayOut: 'Let the job end only processes that it started, by their ids.',
  },
  DRIVER_INTERNAL: {
    says: 'something broke inside; its own words follow',
    wayOut: 'Report it with the job’s log.',
  },
  DRIVER_NO_STATE: {
    says: 'The reply is left to GitLab: there is no folder to note in what was sent; the cause stands before.',
    wayOut: 'Let state_dir name a folder of the account of gitlab-runner, on a disk with room.',
  },
  DRIVER_SECRET_IN_INPUT: {
    says: 'What was typed in chat would show the value of …, not public in this job. The job did not run.',
    wayOut: 'Type no $NAME of a secret; allow_secret_input of the project’s entry allows it.',
  },
  DRIVER_DELIVERY: {
    says: 'the reply could not be handed over; the cause follows',
    wayOut: 'see the Runner’s log of the job',
  },
};

const ROOTS = ['shared/src', 'executor/src', 'extension/src'];
const root = new URL('../../', import.meta.url);
const CODE = /^(?:CHAT|CI|DRIVER|SLACK|CONFIG)_[A-Z0-9_]+$/;

/** docs/errors.md: every code of the sources. Throws when one has no sentence. */
export function errorsPage(): string {
  const documented = documentedCodes();
  const rows = [...documented]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { says, wayOut }]) => {
      // The editor links to the row of a code.
      const anchor = `<a id="${code.toLowerCase()}"></a>`;
      return `| ${anchor}\`${code}\` | ${cell(says)} | ${cell(wayOut)} |`;
    });
  return [
    '# Errors',
    '',
    'Every failure has a stable code, one sentence and, where there is one, a way out. `…` stands for what the sentence',
    'names. Generated from the code by `npm run docs`.',
    '',
    '| code | says | way out |',
    '|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function documentedCodes(): ReadonlyMap<string, Documented> {
  const codes = new Map<string, Documented>();
  const add = (code: string, says: string, wayOut = ''): void => {
    if (CODE.test(code) && !codes.has(code)) codes.set(code, { says, wayOut });
  };
  for (const [code, { summary, wayOut }] of Object.entries({ ...CHAT_CAUSES, ...REPOSITORY_PROBLEMS })) {
    add(code, summary, wayOut);
  }
  for (const [code, { message, wayOut }] of Object.entries(SLACK_PROBLEMS)) add(code, message, wayOut);
  for (const [code, says] of Object.entries(CONFIG_GROUPS))
    add(code, says, 'correct the place that the message names');
  for (const [code, { says, wayOut }] of Object.entries(OTHERS)) add(code, says, wayOut);
  for (const text of sources()) for (const found of inSource(text)) add(found.code, found.says, found.wayOut);
  const shell = readFileSync(new URL('executor/bin/gitlab-chatops-driver', root), 'utf8');
  for (const [, code = '', says = ''] of shell.matchAll(/give_up ([A-Z_]+) "([^"\n]*)"/g))
    add(code, plain(says));
  return codes;
}

/** `code: 'X'` with the message and the way out that stand beside it. */
function* inSource(text: string): Generator<{ code: string; says: string; wayOut: string }> {
  for (const match of text.matchAll(/code: '([A-Z_0-9]+)',?/g)) {
    const beside = text.slice(match.index, match.index + 700);
    const end = beside.slice(5).search(/code: '/);
    const own = end < 0 ? beside : beside.slice(0, end + 5);
    const says = literal(own, 'message');
    if (says !== undefined) yield { code: match[1] ?? '', says, wayOut: literal(own, 'wayOut') ?? '' };
  }
}

function literal(text: string, key: string): string | undefined {
  const found = new RegExp(
    `${key}:\\s*(?:'((?:[^'\\\\\\n]|\\\\.)*)'|"((?:[^"\\\\\\n]|\\\\.)*)"|\`((?:[^\`\\\\]|\\\\.)*)\`)`,
  ).exec(text);
  return found === null ? undefined : plain(found[1] ?? found[2] ?? found[3] ?? '');
}

/** Values that the sentence names become `…`. */
function plain(text: string): string {
  return text
    .replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}|\$[A-Za-z_]+/g, '…')
    .replace(/\\(['"`\\])/g, '$1')
    .replace(/\s+/g, ' ');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

export function* sources(): Generator<string> {
  for (const folder of ROOTS) {
    const place = fileURLToPath(new URL(folder, root));
    for (const name of readdirSync(place, { recursive: true, encoding: 'utf8' })) {
      if (name.endsWith('.ts')) yield readFileSync(`${place}/${name}`, 'utf8');
    }
  }
}

/** Every code that the sources give as a code, or name in brackets at the end of a sentence. */
export function usedCodes(): ReadonlySet<string> {
  const used = new Set<string>();
  for (const text of sources()) {
    for (const [line] of text.matchAll(/\bcode(?::| =) .*/g))
      for (const [, code = ''] of line.matchAll(/'([A-Z_0-9]+)'/g)) if (CODE.test(code)) used.add(code);
    for (const [, code = ''] of text.matchAll(/[.}] \(([A-Z_0-9]+)\)[`'"]/g))
      if (CODE.test(code)) used.add(code);
  }
  return used;
}
