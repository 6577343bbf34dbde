import assert from 'node:assert/strict';
import { createResolveCache, memoryFiles, type ResolveCache, resolveConfig } from '@gitlab-chatops/shared/ci';
import fc from 'fast-check';

type Files = Readonly<Record<string, string>>;

const ROOT = '.gitlab-ci.yml';

const resolve = (files: Files, cache?: ResolveCache) =>
  resolveConfig(
    { path: ROOT, text: files[ROOT] ?? '' },
    memoryFiles(files),
    cache === undefined ? {} : { cache },
  );

const INCLUDES = [
  'include: [ci/a.yml, ci/b.yml]\n',
  'include:\n  - local: ci/c.yml\n    inputs: {stage: test}\n  - ci/a.yml\n',
  'include:\n  - local: ci/c.yml\n    inputs: {stage: deploy, name: two}\n',
  'include: "ci/*.yml"\n',
];

/** Blocks that files are put together from; some contradict each other, some are wrong, some are no YAML. */
const BLOCKS = [
  'stages: [build, test, deploy]\n',
  'default: {image: ruby, retry: 1, tags: [a]}\n',
  'default:\n  image: [wrong]\n',
  'image: alpine\n',
  'before_script: [echo 1]\n',
  'workflow: {rules: [{if: $CI_COMMIT_BRANCH}]}\n',
  'variables: {A: one}\n',
  '.base: &base\n  script: [one, two]\n  variables: {B: "1"}\n',
  '.list: {script: [x, !reference [.base, script]], rules: [{if: $A}]}\n',
  'plain:\n  script: echo\n',
  'heir:\n  extends: .base\n  stage: build\n',
  'heirs:\n  extends: [.base, .list]\n  needs: [{job: heir, optional: true}]\n',
  'refers:\n  script:\n    - !reference [.list, script]\n  rules: !reference [.list, rules]\n',
  'merged:\n  <<: {script: x}\n  only: [main]\n',
  'rows:\n  script: x\n  parallel: {matrix: [{A: [1, 2]}]}\n',
  'after:\n  script: x\n  needs: [rows, plain]\n',
  'bridge: {trigger: acme/other}\n',
  'lost:\n  extends: .nowhere\n',
  'circle: {script: [!reference [circle, script]]}\n',
  'bad: {script: {a: 1}}\n',
  'odd: {}\n',
  '1: {script: x}\n',
  'tabs:\n\t- x\n',
  'same: &same\n  script: x\nother: *same\n',
  '# a comment\n',
];
const WITH_INPUTS = `spec:
  inputs:
    stage: {options: [test, deploy]}
    name: {default: one}
---
from-$[[ inputs.name ]]:
  stage: $[[ inputs.stage ]]
  script: [echo $[[ inputs.name | expand_vars ]]]
`;

const blocks = fc
  .array(fc.constantFrom(...BLOCKS), { minLength: 1, maxLength: 6 })
  .map((list) => list.join(''));
const path = fc.constantFrom(ROOT, 'ci/a.yml', 'ci/b.yml');

/** One thing that a person does to the files. */
const edit: fc.Arbitrary<(files: Files) => Files> = fc.oneof(
  fc.tuple(path, blocks).map(([name, text]) => (files: Files) => ({ ...files, [name]: text })),
  fc
    .tuple(path, fc.nat(400), fc.constantFrom('#', ' ', '\n', 'x', '"', ':'))
    .map(([name, at, typed]) => (files: Files) => {
      const text = files[name] ?? '';
      return { ...files, [name]: text.slice(0, at) + typed + text.slice(at) };
    }),
  fc
    .constantFrom(...INCLUDES)
    .map((include) => (files: Files) => ({ ...files, [ROOT]: include + files[ROOT] })),
  fc.tuple(path, fc.constantFrom(...BLOCKS)).map(([name, block]) => (files: Files) => ({
    ...files,
    [name]: (files[name] ?? '') + block,
  })),
  fc.constantFrom('ci/a.yml', 'ci/b.yml').map((gone) => (files: Files) => {
    const { [gone]: _, ...rest } = files;
    return rest;
  }),
);

describe('ci: a cache from one reading to the next', () => {
  it('changes no answer, whatever is edited', function () {
    this.timeout(60_000);
    const start = fc.record({ include: fc.constantFrom(...INCLUDES), root: blocks, a: blocks, b: blocks });
    fc.assert(
      fc.property(start, fc.array(edit, { minLength: 1, maxLength: 8 }), ({ include, root, a, b }, edits) => {
        const cache = createResolveCache();
        let files: Files = {
          [ROOT]: include + root,
          'ci/a.yml': a,
          'ci/b.yml': b,
          'ci/c.yml': WITH_INPUTS,
        };
        resolve(files, cache);
        for (const change of edits) {
          files = change(files);
          assert.deepEqual(resolve(files, cache), resolve(files));
          assert.deepEqual(resolve(files, cache), resolve(files));
        }
      }),
      { numRuns: 150 },
    );
  });

  const jobsOf = (files: Files, cache: ResolveCache) =>
    new Map(resolve(files, cache).jobs.map((job) => [job.name, job]));
  const FILES: Files = {
    [ROOT]: 'include: ci/a.yml\ndefault: {image: ruby}\none: {script: x}\ntwo: {script: y}\n',
    'ci/a.yml':
      '.base: {script: [a]}\nthree: {extends: .base}\nfour: {script: [!reference [.base, script]]}\n',
  };
  const kept = (before: Files, after: Files) => {
    const cache = createResolveCache();
    const old = jobsOf(before, cache);
    return [...jobsOf(after, cache)].flatMap(([name, job]) => (old.get(name) === job ? [name] : []));
  };

  it('leaves jobs of which nothing changed the same objects', () => {
    const edited = (name: string, from: string, to: string) => ({
      ...FILES,
      [name]: (FILES[name] ?? '').replace(from, to),
    });
    assert.deepEqual(kept(FILES, FILES), ['three', 'four', 'one', 'two']);
    assert.deepEqual(kept(FILES, edited(ROOT, 'two: {script: y', 'two: {script: z')), [
      'three',
      'four',
      'one',
    ]);
    assert.deepEqual(kept(FILES, edited(ROOT, 'one:', 'one: ')), ['three', 'four']);
    assert.deepEqual(kept(FILES, edited(ROOT, 'ruby', 'perl')), []);
    assert.deepEqual(kept(FILES, edited('ci/a.yml', '[a]', '[b]')), ['one', 'two']);
    assert.deepEqual(
      kept(FILES, edited(ROOT, 'default', 'workflow: {rules: [{when: always}]}\ndefault')),
      [],
    );
  });

  it('is bounded: what was not asked for longest goes first', () => {
    const cache = createResolveCache();
    const big = `# ${'x'.repeat(1_000_000)}\n`;
    const first = cache.documents.load('first', 'a: 1\n');
    assert.equal(cache.documents.load('first', 'a: 1\n'), first);
    assert.notEqual(cache.documents.load('first', 'a: 2\n'), first);
    const again = cache.documents.load('first', 'a: 1\n');
    for (let file = 0; file < 9; file += 1) cache.documents.load(`big ${file}`, big);
    assert.notEqual(cache.documents.load('first', 'a: 1\n'), again);
    assert.deepEqual(cache.documents.load('first', 'a: 1\n'), again);
  });
});
