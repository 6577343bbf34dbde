import assert from 'node:assert/strict';
import { memoryFiles, type PlainValue, resolveConfig } from '@gitlab-chatops/shared/ci';
import { findBlocks } from '../../../../shared/src/ci/interpolation/blocks.js';
import { rubyGsub } from '../../../../shared/src/ci/interpolation/template.js';

const script = (block: string, input: string): PlainValue | string => {
  const text = `spec:\n  inputs:\n    v: ${input}\n---\njob:\n  script: ${block}\n`;
  const config = resolveConfig({ path: '.gitlab-ci.yml', text }, memoryFiles({}));
  if (!config.valid) return config.errors.map(({ message }) => message).join('; ');
  return (config.jobs[0]?.script ?? []).map(({ value }) => value);
};

describe('inputs: $[[ … ]]', () => {
  it('finds blocks as GitLab does: two characters at least, none across lines, the first ]] ends', () => {
    const data = (text: string): string[] => findBlocks(text).map((found) => found.data);
    assert.deepEqual(data('$[[ inputs.a ]] and $[[inputs.b|x]]'), ['inputs.a', 'inputs.b|x']);
    assert.deepEqual(data('$[[ a ]] and $[[ ab'), []);
    assert.deepEqual(data('$[[ a ]] $[[]]'), ['a ]] $[[']);
    assert.deepEqual(data('$[[ a]]]'), ['a]']);
    assert.deepEqual(data('$[[\n ab \n]]'), ['ab']);
    assert.deepEqual(data('$[[ a\nb ]] $[[ cd ]]'), ['cd']);
    assert.deepEqual(data('$[[ $[[ ab ]]'), ['$[[ ab']);
    assert.deepEqual(data('$[[ inputs.l[0]]]'), ['inputs.l[0']);
  });

  it('keeps the value of a lone block, and its text inside other text', () => {
    assert.deepEqual(script('["$[[ inputs.v ]]", b]', '{default: [a, b], type: array}'), ['a', 'b', 'b']);
    assert.deepEqual(script('"x $[[ inputs.v ]]"', '{default: [a, 1], type: array}'), ['x ["a", 1]']);
    assert.deepEqual(script('"x $[[ inputs.v ]]"', '{default: 1.50, type: number}'), ['x 1.5']);
  });

  it('applies functions in order, characters counted', () => {
    assert.deepEqual(script('"$[[ inputs.v | truncate(1,3) | posix_escape ]]"', '{default: "é 😀b"}'), [
      '\\ \\😀b',
    ]);
    assert.equal(
      script('"$[[ inputs.v | shout ]]"', '{default: a}'),
      'no function matching `shout`: check that the function name, arguments, and types are correct',
    );
    assert.equal(
      script('"$[[ inputs.v | posix_escape ]]"', '{default: 5, type: number}'),
      'error in `posix_escape` function: invalid input type: posix_escape can only be used with string inputs',
    );
  });

  it('steps into lists', () => {
    assert.deepEqual(script('"$[[ inputs.v[1] ]]"', '{default: [a, b], type: array}'), ['b']);
    assert.equal(
      script('"$[[ inputs.v[2] ]]"', '{default: [a, b], type: array}'),
      'array index 2 out of bounds (size: 2) in `inputs.v[2]`',
    );
    assert.equal(
      script('"$[[ inputs.w ]]"', '{default: a}'),
      'unknown interpolation provided: `w` in `inputs.w`',
    );
  });

  it('replaces as gsub does, backslashes in the value included', () => {
    assert.equal(
      rubyGsub('a B c B', 'B', "\\0\\&|\\`|\\'|\\\\|\\1|\\k"),
      'a BB|a | c B|\\||\\k c BB|a B c ||\\||\\k',
    );
    assert.deepEqual(script('"echo $[[ inputs.v | posix_escape ]]"', `{default: "it's"}`), ['echo its']);
  });

  it('puts inputs into keys, never twice', () => {
    const text = 'spec: {inputs: {v: {default: "$[[ inputs.v ]]"}}}\n---\n"j-$[[ inputs.v ]]": {script: x}\n';
    const config = resolveConfig({ path: '.gitlab-ci.yml', text }, memoryFiles({}));
    assert.deepEqual(
      config.jobs.map(({ name }) => name),
      ['j-$[[ inputs.v ]]'],
    );
  });

  it('says what is wrong with inputs, with a place', () => {
    const text = 'spec:\n  inputs:\n    v: {type: number}\n---\njob: {script: x}\n';
    const [error] = resolveConfig({ path: '.gitlab-ci.yml', text }, memoryFiles({})).errors;
    assert.equal(error?.code, 'CI_INPUTS');
    assert.equal(error?.at?.line, 3);
  });
});
