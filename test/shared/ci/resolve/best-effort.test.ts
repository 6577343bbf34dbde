import assert from 'node:assert/strict';
import {
  type FileProvider,
  memoryFiles,
  type ResolvedConfig,
  resolveConfig,
} from '@gitlab-chatops/shared/ci';
import fc from 'fast-check';

function resolve(text: string, files: FileProvider = memoryFiles({})): ResolvedConfig {
  return resolveConfig({ path: '.gitlab-ci.yml', text }, files);
}

const script = (config: ResolvedConfig, name: string): readonly string[] | undefined =>
  config.jobs.find((job) => job.name === name)?.script.map(({ value }) => value);

describe('ci resolve: best effort', () => {
  it('shows the jobs of a config with errors, and keeps the errors', () => {
    const config = resolve(`
default: { before_script: [echo default] }
before_script: [echo top]
job: { script: [echo hi], colour: red }
`);
    assert.equal(config.valid, false);
    assert.deepEqual(
      config.errors.map(({ code }) => code),
      ['CI_CONFIG_CONFLICT'],
    );
    assert.deepEqual(script(config, 'job'), ['echo hi']);
    assert.deepEqual(
      config.jobs[0]?.beforeScript.map(({ value }) => value),
      ['echo top'],
    );
  });

  it('passes over what is wrong: unknown keys, wrong types, files that fail, references and bases that lead nowhere', () => {
    const config = resolve(`
include: [missing.yml, { local: wrong.yml }]
stages: [build, { no: list }]
.base: { extends: .unknown, stage: build, only: [chat] }
loop: { extends: loop, script: [echo loop] }
references: { script: ["!", !reference [.nowhere, script], echo on], parallel: 100000 }
heir: { extends: .base, retry: [no, number], needs: { a: b } }
bare: { extends: .unknown }
noise: text
`);
    assert.deepEqual(
      config.jobs.map(({ name }) => name),
      ['loop', 'references', 'heir', 'bare'],
    );
    assert.deepEqual(script(config, 'references'), ['!', 'echo on']);
    const heir = config.jobs.find(({ name }) => name === 'heir');
    assert.deepEqual(heir?.missingBases, ['.unknown']);
    assert.equal(heir?.stage, 'build');
    assert.deepEqual(
      heir?.only?.refs?.map(({ value }) => value),
      ['chat'],
    );
  });

  it('takes files that cannot be known for absent', () => {
    const unknown = { kind: 'unknown', reason: 'offline' } as const;
    const config = resolve('include: [{ template: Jobs/SAST.gitlab-ci.yml }]\njob: { script: [ls] }\n', {
      ...memoryFiles({}),
      template: () => unknown,
    });
    assert.equal(config.valid, false);
    assert.equal(config.unknown.length, 1);
    assert.deepEqual(script(config, 'job'), ['ls']);
  });

  it('never throws and never grows, whatever a config holds (property)', () => {
    const word = fc.constantFrom('.a', 'b', 'script', 'needs', 'rules', 'x', '.pre');
    const key = fc.constantFrom(
      ...['.a', 'b', 'c', 'default', 'include', 'stages', 'workflow', 'variables', 'extends', 'script'],
      ...[
        'rules',
        'if',
        'only',
        'refs',
        'needs',
        'parallel',
        'matrix',
        'retry',
        'image',
        'environment',
        'inherit',
      ],
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        word,
        fc.constantFrom(null, true, 0, 7, 1e6, -1),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 4 }),
      ),
    }));
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 6 }), (tree) => {
        const config = resolve(JSON.stringify(tree));
        assert.ok(config.jobs.length <= 1000);
      }),
      { numRuns: 500 },
    );
  });
});
