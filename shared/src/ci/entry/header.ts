import type { MappingNode, YamlNode } from '../node.js';
import { textOf } from '../value/ruby-text.js';
import { get, has, isText, same } from '../value/tree.js';
import { base, config, key } from './attributes.js';
import { validates, whenNotNil } from './checks.js';
import { listEntry, mappingEntry } from './common.js';
import { type Check, Entry, type EntryType } from './entry.js';
import { headerIncludes } from './include.js';
import { INPUT_KEYS, inputChecks, MAX_OPTIONS } from './inputs.js';
import {
  allowedKeys,
  allowedListValues,
  exclusiveKeys,
  expression,
  listOfStrings,
  longest,
  ofType,
  present,
} from './rules.js';
import { supplied } from './supplied.js';

/** The header document: GitLab's lib/gitlab/ci/config/header. */

const MAX_DESCRIPTION = 256;

export const COMPONENT_KEYS = ['name', 'sha', 'version', 'reference'];

const ruleMeaning: Check = (entry, report) => {
  const { config: rule } = entry;
  if (rule.kind !== 'mapping') return;
  const options = get(rule, 'options');
  const listed = options?.kind === 'sequence' ? options.items : [];
  if (listed.length > MAX_OPTIONS) {
    report(config, { code: 'CI_CONFIG_VALUE', message: `cannot define more than ${MAX_OPTIONS} options` });
  }
  const fallback = get(rule, 'default');
  if (fallback === undefined) {
    report(base, {
      code: 'CI_CONFIG_REQUIRED',
      message: "rule must define 'options' with at least one value and a 'default'",
    });
  } else if (listed.length > 0 && !listed.some((option) => same(option, fallback))) {
    report(base, {
      code: 'CI_CONFIG_VALUE',
      message: `default '${textOf(fallback)}' must be one of the options`,
    });
  }
};

const ruleChecks: readonly Check[] = [
  validates(config, present),
  validates(config, ofType('Hash')),
  validates(config, allowedKeys(['if', 'options', 'default'])),
  ...whenNotNil([
    [key('if'), expression],
    [key('options'), ofType('Array')],
  ]),
];

const inputRule: EntryType = {
  title: 'rule',
  checks: [
    ...ruleChecks,
    (entry, report) => {
      let failed = false;
      for (const check of ruleChecks) check(entry, () => (failed = true));
      if (!failed) ruleMeaning(entry, report);
    },
  ],
};

const RULE_MESSAGE = /(?:header:spec:inputs:)?(\w+):rules:rule (?:base |config )?(.+)/g;

const inputRules: EntryType = {
  ...listEntry('rules', 'rule', () => inputRule, [validates(config, ofType('Array'))]),
  rewrite: (message) =>
    message.replaceAll(RULE_MESSAGE, (_, name: string, rest: string) => `\`${name}\` input: ${rest}`),
};

const input: EntryType = {
  title: 'input',
  checks: [
    ...inputChecks,
    validates(config, ofType('Hash')),
    validates(config, [ofType('Hash'), allowedKeys([...INPUT_KEYS, 'rules'])]),
    validates(config, exclusiveKeys('rules', 'options')),
    validates(config, exclusiveKeys('rules', 'default')),
  ],
  fields: [{ name: 'rules', type: () => inputRules }],
};

const inputs: EntryType = mappingEntry('composable hash', () => input);

const component: EntryType = {
  title: 'component',
  checks: [validates(config, [ofType('Array'), listOfStrings, allowedListValues(COMPONENT_KEYS)])],
};

const spec: EntryType = {
  title: 'spec',
  checks: [
    validates(config, ofType('Hash')),
    validates(config, allowedKeys(['inputs', 'include', 'component', 'description'])),
    validates(key('description', 'config description'), [ofType('String'), longest(MAX_DESCRIPTION)], {
      allowNil: true,
    }),
  ],
  fields: [
    { name: 'inputs', type: () => inputs },
    { name: 'include', type: () => headerIncludes },
    { name: 'component', type: () => component, fallback: supplied.emptyList },
  ],
};

const root: EntryType = {
  title: 'root',
  checks: [validates(config, ofType('Hash')), validates(config, [ofType('Hash'), allowedKeys(['spec'])])],
  fields: [{ name: 'spec', type: () => spec, fallback: supplied.emptyMapping }],
};

export interface Header {
  readonly entry: Entry;
  readonly inputs: YamlNode | undefined;
  /** Unprocessed `spec:include`. */
  readonly include: YamlNode | undefined;
  /** Names of the component context that the file asks for. */
  readonly component: readonly string[];
}

export const composeHeader = (document: MappingNode): Header => {
  const entry = new Entry(root, document, { key: 'header' });
  entry.compose();
  const specNode = get(document, 'spec');
  const names = get(specNode, 'component');
  return {
    entry,
    inputs: get(specNode, 'inputs'),
    include: get(specNode, 'include'),
    component: names?.kind === 'sequence' ? names.items.filter(isText).map((name) => name.value) : [],
  };
};

export const hasHeader = (documents: readonly MappingNode[]): boolean =>
  documents.length > 1 && has(documents[0], 'spec');
