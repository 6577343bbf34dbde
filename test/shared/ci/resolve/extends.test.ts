import assert from 'node:assert/strict';
import type { PlainValue } from '@gitlab-chatops/shared/ci';
import { ConfigRefusal } from '../../../../shared/src/ci/entry/refusal.js';
import { extendAll } from '../../../../shared/src/ci/resolve/extends.js';
import { nodeOf } from '../../../../shared/src/ci/value/from-plain.js';
import { plain } from '../../../../shared/src/ci/value/tree.js';
import { loadVectors } from '../../../conformance/load.js';

interface ExtendsVector {
  readonly id: string;
  readonly title: string;
  readonly config: Readonly<Record<string, PlainValue>>;
  readonly expected: { readonly result?: PlainValue; readonly message?: string };
}

const AT = { file: '.gitlab-ci.yml', start: 0, end: 0, line: 1, column: 1 };

describe('extends: pinned verdicts', () => {
  const { vectors } = loadVectors('pinned/extends.json') as { vectors: ExtendsVector[] };
  for (const { id, title, config, expected } of vectors) {
    it(`${id} ${title}`, () => {
      const node = nodeOf(config, AT);
      assert.equal(node.kind, 'mapping');
      if (node.kind !== 'mapping') return;
      if (expected.message === undefined) {
        assert.equal(JSON.stringify(plain(extendAll(node))), JSON.stringify(expected.result));
      } else {
        assert.throws(
          () => extendAll(node),
          (error) => error instanceof ConfigRefusal && error.message === expected.message,
        );
      }
    });
  }
});
