import assert from 'node:assert/strict';
import { memoryFiles, resolveConfig } from '@gitlab-chatops/shared/ci';
import fc from 'fast-check';

const resolve = (text: string, files: Readonly<Record<string, string>> = {}) =>
  resolveConfig({ path: '.gitlab-ci.yml', text }, memoryFiles(files));

const JOB = '\njob: {script: x}\n';
const numbers = (count: number): number[] => Array.from({ length: count }, (_, place) => place);

/** Texts whose work would grow out of hand without a bound, and what ends it. */
const HOSTILE: readonly {
  readonly name: string;
  readonly text: string;
  readonly says: RegExp | undefined;
}[] = [
  { name: 'deep flow', text: `a: ${'['.repeat(100_000)}`, says: /did not find expected node content/ },
  { name: 'deep sequences', text: `${'- '.repeat(50_000)}x`, says: /too big/ },
  {
    name: 'unclosed input blocks',
    text: `spec: {inputs: {}}\n---\njob: {script: "${'$[[ '.repeat(100_000)}"}`,
    says: undefined,
  },
  {
    name: 'growing input blocks',
    text: `spec: {inputs: {v: {default: "${'y'.repeat(100_000)}"}}}\n---\njob: {script: "${'$[[ inputs.v ]] '.repeat(5_000)}"}`,
    says: /config node too large/,
  },
  {
    name: 'a bomb of references',
    text: `${numbers(40)
      .map((level) => `.r${level}: [!reference [.r${level + 1}], !reference [.r${level + 1}]]`)
      .join('\n')}\n.r40: x${JOB}`,
    says: /too big/,
  },
  {
    name: 'a web of extends',
    text: `${numbers(9)
      .flatMap((level) =>
        numbers(20).map(
          (at) => `.e${level}_${at}: {extends: [${numbers(20).map((to) => `.e${level + 1}_${to}`)}]}`,
        ),
      )
      .join('\n')}\n${numbers(20)
      .map((at) => `.e9_${at}: {tags: [t]}`)
      .join('\n')}\njob: {extends: .e0_0, script: x}`,
    says: undefined,
  },
  {
    name: 'a matrix of billions',
    text: `job: {script: x, parallel: {matrix: [{${numbers(12)
      .map((at) => `K${at}: [${numbers(50)}]`)
      .join(', ')}}]}}`,
    says: /generates too many jobs/,
  },
  {
    name: 'a chain of a thousand references',
    text: `${numbers(1000)
      .map((at) => `.r${at}: !reference [.r${at + 1}]`)
      .join('\n')}\n.r1000: x${JOB}`,
    says: /circular chain/,
  },
  { name: 'digits', text: `variables: {A: ${'9'.repeat(200_000)}}${JOB}`, says: undefined },
  { name: 'white space', text: `variables: {A: b${' '.repeat(200_000)}\n}${JOB}`, says: undefined },
];

describe('resolveConfig: hostile texts', () => {
  for (const { name, text, says } of HOSTILE) {
    it(`is bounded: ${name}`, () => {
      const [error] = resolve(text).errors;
      if (says === undefined) assert.equal(error, undefined);
      else assert.match(error?.message ?? '', says);
    });
  }

  it('reads a hundred levels of includes', () => {
    const files = Object.fromEntries(
      numbers(100).map((at) => [`f${at}.yml`, `include: f${at + 1}.yml\n.a${at}: {b: c}\n`]),
    );
    const config = resolve(`include: f0.yml${JOB}`, { ...files, 'f100.yml': 'last: {script: x}\n' });
    assert.deepEqual(
      config.jobs.map(({ name }) => name),
      ['last', 'job'],
    );
  });
});

const KEYS = [
  'script',
  'extends',
  'rules',
  'only',
  'needs',
  'parallel',
  'variables',
  'image',
  'cache',
  'artifacts',
  'retry',
];
const VALUES = [
  'x',
  '[x]',
  '[[x], {a: b}]',
  '{}',
  '[]',
  'null',
  '5',
  'true',
  '!reference [.a, script]',
  '{a: {b: c}}',
  '.a',
  ':s',
  '[null]',
  '{1: 2}',
  '{matrix: [{A: [1]}]}',
  '[{if: $A}]',
  '{key: {files: [a]}}',
];
const NAMES = [
  'job',
  '.a',
  '1',
  'true',
  'default',
  'variables',
  'stages',
  'workflow',
  'include',
  'null',
  '[a]',
  '{a: b}',
  'spec',
];

const configs = fc
  .array(
    fc.tuple(
      fc.constantFrom(...NAMES),
      fc.array(fc.tuple(fc.constantFrom(...KEYS), fc.constantFrom(...VALUES)), { maxLength: 4 }),
      fc.constantFrom(...VALUES),
    ),
    { maxLength: 5 },
  )
  .map((blocks) =>
    blocks
      .map(([name, keys, value]) =>
        keys.length === 0
          ? `${name}: ${value}`
          : `${name}:\n${keys.map(([key, item]) => `  ${key}: ${item}`).join('\n')}`,
      )
      .join('\n'),
  );

describe('resolveConfig: any config', () => {
  it('never throws, places every problem in the file, and says the same twice', () => {
    fc.assert(
      fc.property(fc.oneof(configs, fc.string()), (text) => {
        const config = resolve(text);
        assert.deepEqual(resolve(text), config);
        assert.equal(config.valid, config.errors.length === 0 && config.unknown.length === 0);
        for (const { message, at } of config.errors) {
          assert.ok(at !== undefined, message);
          assert.ok(
            at.file === '.gitlab-ci.yml' && at.end <= text.length,
            `${message} ${JSON.stringify(at)}`,
          );
        }
      }),
      { numRuns: 1500 },
    );
  });
});
