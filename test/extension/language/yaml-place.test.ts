import assert from 'node:assert/strict';
import { completionPlace } from '../../../extension/src/language/completion-place.js';
import { nameAt } from '../../../extension/src/language/names-at.js';
import { YamlText } from '../../../extension/src/language/yaml-place.js';

/** `|` is the cursor. */
function at(marked: string) {
  const offset = marked.lastIndexOf('|');
  const text = marked.slice(0, offset) + marked.slice(offset + 1);
  return { text, offset, place: new YamlText(text).at(offset) };
}

const pathAt = (marked: string): string | undefined => at(marked).place?.path.join('.');

describe('what the cursor is on', () => {
  it('is told through blocks, flow and keys', () => {
    assert.equal(pathAt('a:\n  script:\n    - ec|ho\n'), 'a.script.0');
    assert.equal(pathAt('a: { needs: [x, { job: y|y }] }\n'), 'a.needs.1.job');
    assert.equal(pathAt('a:\n  script:\n    - |\n      one: two\n      th|ree\n'), 'a.script.0');
    assert.equal(at('a|a:\n  script: x\n').place?.isKey, true);
    assert.deepEqual(at('a: !reference [.b, scr|ipt, z]\n').place?.reference, ['.b', 'script']);
  });

  it('is told in texts that are no YAML, and of no place in empty ones', () => {
    assert.equal(pathAt('a:\n  script:\n    - "echo |\nb: [\n'), 'a.script.0');
    assert.equal(pathAt('|'), undefined);
    assert.equal(pathAt('# nothing |\n'), undefined);
  });

  it('is told in the second document, behind a header of inputs', () => {
    assert.equal(pathAt('spec:\n  inputs: {}\n---\na:\n  extends: .b|\n'), 'a.extends');
  });
});

describe('names', () => {
  const named = (marked: string) => {
    const { place } = at(marked);
    const name = place && nameAt(place);
    if (name === undefined) return undefined;
    return name.kind === 'file' ? `file ${name.path}` : [name.kind, name.name].join(' ');
  };

  it('are those of jobs, templates, stages and local files', () => {
    const wanted: [string, string | undefined][] = [
      ['a|a: { script: x }', 'key aa'],
      ['a: { extends: [.b|, .c] }', 'key .b'],
      ['a: { rules: [{ needs: [b|] }] }', 'key b'],
      ['a: { stage: te|st }', 'stage test'],
      ['include: /ci/x|.yml', 'file ci/x.yml'],
      ['include: [{ local: ci/x|.yml }]', 'file ci/x.yml'],
      ['include: [{ remote: "https://x/y|.yml" }]', undefined],
      ['include: https://x/y|.yml', undefined],
      ['include: ci/$X|.yml', undefined],
      ['a: { trigger: { include: ci/y|.yml } }', 'file ci/y.yml'],
      ['a: { script: [mak|e] }', undefined],
      ['a: { needs: [{ project: x|x }] }', undefined],
    ];
    for (const [marked, name] of wanted) assert.equal(named(marked), name, marked);
  });
});

describe('the place of a completion', () => {
  const placeOf = (marked: string): string => {
    const { text, offset } = at(marked);
    const before = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
    return completionPlace(new YamlText(text).at(Math.max(0, offset - 1)), before);
  };

  it('is told by keys', () => {
    const wanted: [string, string][] = [
      ['ch|', 'top'],
      ['a:\n  script:\n    - echo $|\n', 'shell'],
      ['default:\n  before_script:\n    - echo $|\n', 'shell'],
      ['a:\n  script:\n    - !reference [.x]\n    - |\n      if $|\n', 'shell'],
      ['a:\n  rules:\n    - if: $|\n', 'expression'],
      ['workflow:\n  rules:\n    - if: $|\n', 'expression'],
      ['a:\n  rules:\n    - if: $CI_PIPELINE_SOURCE == "|"\n', 'source'],
      ['a:\n  only: [c|]\n', 'policy'],
      ['a:\n  only: { variables: [$|] }\n', 'expression'],
      ['a:\n  only: { changes: [$|] }\n', 'none'],
      ['variables:\n  X: $|\n', 'expression'],
      ['a:\n  image: $|\n', 'none'],
      ['a:\n  # chatops: ignore[|\n', 'comment'],
    ];
    for (const [marked, place] of wanted) assert.equal(placeOf(marked), place, marked);
  });
});
