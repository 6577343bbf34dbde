import assert from 'node:assert/strict';
import { memoryFiles, type ResolvedJob, resolveConfig } from '@gitlab-chatops/shared/ci';

const resolve = (text: string, files: Readonly<Record<string, string>> = {}) =>
  resolveConfig({ path: '.gitlab-ci.yml', text }, memoryFiles(files));

const jobs = (text: string): readonly ResolvedJob[] => {
  const config = resolve(text);
  assert.deepEqual(config.errors, []);
  return config.jobs;
};

const problems = (text: string) =>
  resolve(text).errors.map(({ code, message, at }) => ({
    code,
    message,
    line: at?.line,
    column: at?.column,
  }));

describe('resolved jobs', () => {
  it('take over from default what they do not give and may inherit', () => {
    const [a, b, c] = jobs(
      [
        'default: {image: node, tags: [d], retry: 1, before_script: [q]}',
        'a: {script: x, tags: [t]}',
        'b: {script: x, inherit: {default: [image]}}',
        'c: {script: x, inherit: {default: false}}',
      ].join('\n'),
    );
    assert.deepEqual(
      [a?.image?.name, a?.tags, a?.retry?.max, a?.beforeScript[0]?.value],
      ['node', ['t'], 1, 'q'],
    );
    assert.deepEqual([b?.image?.name, b?.tags, b?.retry], ['node', [], undefined]);
    assert.equal(c?.image, undefined);
    assert.equal(a?.keys.get('image')?.line, 1);
  });

  it('keep the place of every script line through extends and references', () => {
    const text =
      '.a:\n  script:\n    - one\n    - [two]\nb:\n  extends: .a\nc:\n  script: [!reference [.a, script], three]\n';
    const [b, c] = jobs(text);
    const lines = (job: ResolvedJob | undefined) => job?.script.map(({ value, at }) => [value, at?.line]);
    assert.deepEqual(lines(b), [
      ['one', 3],
      ['two', 4],
    ]);
    assert.deepEqual(lines(c), [
      ['one', 3],
      ['two', 4],
      ['three', 8],
    ]);
  });

  it('have the default policy only without rules of their own or of the workflow', () => {
    const refs = (text: string) => jobs(text)[0]?.only?.refs?.map(({ value }) => value);
    assert.deepEqual(refs('a: {script: x}'), ['branches', 'tags']);
    assert.deepEqual(refs('a: {script: x, only: {changes: [b]}}'), ['branches', 'tags']);
    assert.deepEqual(refs('a: {script: x, only: [main]}'), ['main']);
    assert.equal(refs('a: {script: x, rules: null}'), undefined);
    assert.equal(refs('workflow: {rules: [{when: always}]}\na: {script: x}'), undefined);
  });

  it('are multiplied by parallel, needs and dependencies following', () => {
    const found = jobs(
      [
        'b: {script: x, stage: build, parallel: {matrix: [{P: [p, q], Q: [1, 2]}, {R: z}]}}',
        'n: {script: x, stage: build, parallel: 2}',
        't: {script: x, needs: [b, {job: n, artifacts: false}], dependencies: [n]}',
        'u: {script: x, needs: [{job: b, parallel: {matrix: [{P: q, Q: 2}]}}]}',
      ].join('\n'),
    );
    const names = found.map(({ name }) => name);
    assert.deepEqual(names, [
      'b: [p, 1]',
      'b: [p, 2]',
      'b: [q, 1]',
      'b: [q, 2]',
      'b: [z]',
      'n 1/2',
      'n 2/2',
      't',
      'u',
    ]);
    assert.deepEqual(found[3]?.instance, { index: 4, total: 5, matrix: { P: 'q', Q: '2' } });
    assert.deepEqual(
      found[7]?.needs?.job.map(({ name, artifacts }) => [name, artifacts]),
      [...names.slice(0, 5).map((name) => [name, true]), ['n 1/2', false], ['n 2/2', false]],
    );
    assert.deepEqual(found[7]?.dependencies, ['n 1/2', 'n 2/2']);
    assert.deepEqual(
      found[8]?.needs?.job.map(({ name }) => name),
      ['b: [q, 2]'],
    );
  });

  it('fill matrix blocks in needs', () => {
    const text = (name: string) =>
      `b: {script: x, stage: build, parallel: {matrix: [{P: [p, q]}]}}\nt: {script: x, parallel: {matrix: [{P: [p, q]}]}, needs: ["b: [$[[ matrix.${name} ]]]"]}`;
    assert.deepEqual(
      jobs(text('P'))
        .slice(2)
        .map(({ needs }) => needs?.job.map(({ name }) => name)),
      [['b: [p]'], ['b: [q]']],
    );
    assert.deepEqual(
      problems(text('Z')).map(({ message }) => message),
      ["t job: 'Z' does not exist in matrix configuration"],
    );
  });

  it('know what failing means', () => {
    const allow = (body: string) => jobs(`a: {script: x, ${body}}`)[0]?.allowFailure;
    assert.equal(allow('when: manual'), true);
    assert.equal(allow('when: manual, allow_failure: false'), false);
    assert.deepEqual(allow('allow_failure: {exit_codes: 3}'), { exitCodes: [3] });
    assert.equal(allow('when: always'), false);
  });

  it('have variables in text form, raw where they are not expanded', () => {
    const [job] = jobs('a: {script: x, variables: {A: true, B: 1.0, C: {value: 010, expand: false}, D: ~x}}');
    assert.deepEqual(
      job?.variables.map(({ key, value, raw }) => [key, value, raw]),
      [
        ['A', 'true', false],
        ['B', '1.0', false],
        ['C', '8', true],
        ['D', '~x', false],
      ],
    );
  });
});

describe('config problems', () => {
  it('stand at the value or key to change', () => {
    assert.deepEqual(problems('job:\n  script: x\n  foo: 1\n  interruptible: maybe\n'), [
      { code: 'CI_CONFIG_KEYS', message: 'jobs:job config contains unknown keys: foo', line: 3, column: 3 },
    ]);
    assert.deepEqual(problems('job:\n  script: [a, {b: c}]\n'), [
      {
        code: 'CI_CONFIG_TYPE',
        message:
          'jobs:job:script config should be a string or a nested array of strings up to 10 levels deep',
        line: 2,
        column: 15,
      },
    ]);
    assert.deepEqual(problems('a: {script: x, needs: [b]}\n'), [
      { code: 'CI_NEEDS', message: 'a job: undefined need: b', line: 1, column: 24 },
    ]);
    assert.deepEqual(problems('a:\n  extends: .b\n  script: x\n'), [
      { code: 'CI_EXTENDS', message: 'a: unknown keys in `extends` (.b)', line: 2, column: 12 },
    ]);
    assert.deepEqual(problems('a: {script: !reference [b, c]}\n'), [
      { code: 'CI_REFERENCE', message: '!reference ["b", "c"] could not be found', line: 1, column: 13 },
    ]);
  });

  it('come all of them, in GitLab’s order, those of a default once for every heir', () => {
    const messages = problems('default: {image: 5}\na: {script: x}\nb: {script: x, retry: 3}\n').map(
      ({ message }) => message,
    );
    const image = [
      'default:image config should be a hash or a string',
      'default:image name should be a string',
      "default:image name can't be blank",
    ];
    assert.deepEqual(messages, [
      ...image,
      ...image,
      ...image,
      'retry config must be less than or equal to 2',
    ]);
  });

  it('tell circles of needs as Ruby’s tsort does', () => {
    const circle = 'a: {script: x, needs: [b]}\nb: {script: x, needs: [c]}\nc: {script: x, needs: [a]}\n';
    assert.deepEqual(
      problems(circle).map(({ message }) => message),
      ['The pipeline has circular dependencies: topological sort failed: ["a", "b", "c"]'],
    );
    assert.deepEqual(
      problems('a: {script: x, needs: [a]}').map(({ message }) => message),
      ['The pipeline has circular dependencies: self-dependency: a'],
    );
  });

  it('know which keys only an Enterprise server takes', () => {
    const text = 'a: {script: x, secrets: {T: {vault: a/b@c}}}\n';
    const files = memoryFiles({});
    assert.equal(resolveConfig({ path: 'f', text }, files, { edition: 'enterprise' }).valid, true);
    assert.equal(resolveConfig({ path: 'f', text }, files, { edition: 'foss' }).valid, false);
  });
});
