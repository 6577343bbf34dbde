import assert from 'node:assert/strict';
import { loadDocuments } from '../../../../shared/src/ci/yaml/index.js';

/** libyaml's sentence, and the true place of the problem (its own place is that of the context). */
const ERRORS: readonly {
  readonly text: string;
  readonly says: string;
  readonly line: number;
  readonly column: number;
}[] = [
  {
    text: 'job:\n  script: [a, b\nx: y\n',
    says: "did not find expected ',' or ']' while parsing a flow sequence at line 2 column 11",
    line: 3,
    column: 2,
  },
  {
    text: 'job: {script: x\nz\n',
    says: "did not find expected ',' or '}' while parsing a flow mapping at line 1 column 6",
    line: 3,
    column: 1,
  },
  {
    text: 'job:\n  script: "a\n',
    says: 'found unexpected end of stream while scanning a quoted scalar at line 2 column 11',
    line: 3,
    column: 1,
  },
  {
    text: 'job:\n  script: x\n stage: test\n',
    says: 'did not find expected key while parsing a block mapping at line 1 column 1',
    line: 3,
    column: 2,
  },
  {
    text: 'job:\n  script: @a\n',
    says: 'found character that cannot start any token while scanning for the next token at line 2 column 11',
    line: 2,
    column: 11,
  },
  {
    text: 'job:\n\tscript: x\n',
    says: 'found character that cannot start any token while scanning for the next token at line 2 column 1',
    line: 2,
    column: 1,
  },
  {
    text: 'job:\n  script: a: b\n',
    says: 'mapping values are not allowed in this context at line 2 column 12',
    line: 2,
    column: 12,
  },
  {
    text: 'job:\n  script: - a\n',
    says: 'block sequence entries are not allowed in this context at line 2 column 11',
    line: 2,
    column: 11,
  },
  {
    text: 'a: b\nstray\nc: d\n',
    says: "could not find expected ':' while scanning a simple key at line 2 column 1",
    line: 3,
    column: 1,
  },
  {
    text: 'a: "\\q"\n',
    says: 'found unknown escape character while parsing a quoted scalar at line 1 column 4',
    line: 1,
    column: 5,
  },
  {
    text: 'a: |x\n  b\n',
    says: 'did not find expected comment or line break while scanning a block scalar at line 1 column 4',
    line: 1,
    column: 5,
  },
  {
    text: '%YAML 1.1\na: b\n',
    says: 'did not find expected <document start> at line 1 column 1',
    line: 2,
    column: 1,
  },
  {
    text: 'a: &\n',
    says: 'did not find expected alphabetic or numeric character while scanning an anchor at line 1 column 4',
    line: 1,
    column: 5,
  },
  {
    text: 'a: !x!y z\n',
    says: 'found undefined tag handle while parsing a node at line 1 column 4',
    line: 1,
    column: 4,
  },
];

describe('YAML syntax errors', () => {
  for (const { text, says, line, column } of ERRORS) {
    it(says, () => {
      const loaded = loadDocuments('.gitlab-ci.yml', text);
      assert.ok(!loaded.ok);
      const { code, message, at } = loaded.problem;
      assert.deepEqual(
        { code, message, line: at.line, column: at.column },
        { code: 'CI_YAML_SYNTAX', message: `(<unknown>): ${says}`, line, column },
      );
    });
  }

  it('counts lines from the part that a `---` line begins, and places them in the file', () => {
    const loaded = loadDocuments('.gitlab-ci.yml', 'spec: {}\n---\njob:\n  script: @a\n');
    assert.ok(!loaded.ok);
    assert.match(loaded.problem.message, /at line 2 column 11$/);
    assert.equal(loaded.problem.at.line, 4);
    assert.equal(loaded.problem.at.column, 11);
  });
});
