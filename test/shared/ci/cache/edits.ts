import assert from 'node:assert/strict';
import { createResolveCache, type ResolveCache } from '@gitlab-chatops/shared/ci';
import fc from 'fast-check';

/** Repositories and what a person does to them, for tests of what is kept from one reading to the next. */

export type Files = Readonly<Record<string, string>>;

export const ROOT = '.gitlab-ci.yml';

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
  'chatty:\n  script:\n    - echo $CHAT_INPUT | sort # why\n    - |\n      for one in *; do\n        eval "$one"\n      done\n',
  'asked:\n  rules: [{if: $CI_PIPELINE_SOURCE == "chat"}]\n  script: [!reference [chatty, script], "ls $CHAT_INPUT"]\n',
  'told: # chatops: ignore[chat-exposed] on purpose\n  script: >\n    exit\n    1\n',
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
export const edit: fc.Arbitrary<(files: Files) => Files> = fc.oneof(
  fc.tuple(path, blocks).map(([name, text]) => (files: Files) => ({ ...files, [name]: text })),
  fc
    .tuple(path, fc.nat(400), fc.constantFrom('#', ' ', '\n', 'x', '"', ':'))
    .map(([name, at, typed]) => (files: Files) => {
      const text = files[name] ?? '';
      return { ...files, [name]: text.slice(0, at) + typed + text.slice(at) };
    }),
  // At the start of a line: what stands below only moves.
  fc
    .tuple(path, fc.nat(30), fc.constantFrom('\n', '# chatops\n', '\r\n', 'new: {script: x}\n', '  '))
    .map(([name, line, typed]) => (files: Files) => {
      const lines = (files[name] ?? '').split('\n');
      const at = lines.slice(0, Math.min(line, lines.length - 1)).join('\n').length;
      const start = at === 0 ? 0 : at + 1;
      const text = files[name] ?? '';
      return { ...files, [name]: text.slice(0, start) + typed + text.slice(start) };
    }),
  fc.tuple(path, fc.nat(400), fc.integer({ min: 1, max: 4 })).map(([name, at, length]) => (files: Files) => {
    const text = files[name] ?? '';
    return { ...files, [name]: text.slice(0, at) + text.slice(at + length) };
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

/** A repository to begin with. */
export const repository: fc.Arbitrary<Files> = fc
  .record({ include: fc.constantFrom(...INCLUDES), root: blocks, a: blocks, b: blocks })
  .map(({ include, root, a, b }) => ({
    [ROOT]: include + root,
    'ci/a.yml': a,
    'ci/b.yml': b,
    'ci/c.yml': WITH_INPUTS,
  }));

/** Reads a repository again and again as it is edited: with what was kept each reading equals a first one. */
export function keptEqualsFirst(
  read: (files: Files, cache: ResolveCache) => unknown,
): fc.IPropertyWithHooks<[Files, ((files: Files) => Files)[]]> {
  return fc.property(repository, fc.array(edit, { minLength: 1, maxLength: 6 }), (start, edits) => {
    const cache = createResolveCache();
    let files = start;
    read(files, cache);
    for (const change of edits) {
      files = change(files);
      assert.deepEqual(read(files, cache), read(files, createResolveCache()));
    }
  });
}
