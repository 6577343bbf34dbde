import assert from 'node:assert/strict';
import { ConfigRefusal } from '../../../../shared/src/ci/entry/refusal.js';
import { extendAll } from '../../../../shared/src/ci/resolve/extends.js';
import { resolveReferences } from '../../../../shared/src/ci/resolve/references.js';
import { plain } from '../../../../shared/src/ci/value/tree.js';
import { loadDocuments } from '../../../../shared/src/ci/yaml/index.js';
import { loadVectors } from '../../../conformance/load.js';

interface ReferenceVector {
  readonly id: string;
  readonly title: string;
  readonly yaml: string;
  readonly extends_first?: boolean;
  readonly deep_resolve?: boolean;
  readonly expected: {
    readonly result?: unknown;
    readonly message?: string;
    readonly message_prefix?: string;
  };
}

/** The files write a reference that stays a reference as an object; `plain` writes its text. */
const unresolved = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) => {
    if (typeof item !== 'object' || item === null || !('__unresolved_reference__' in item)) return item;
    return `!reference ${JSON.stringify(item.__unresolved_reference__)}`;
  });

describe('!reference: pinned verdicts', () => {
  const { vectors } = loadVectors('pinned/reference.json') as { vectors: ReferenceVector[] };
  for (const { id, title, yaml, extends_first, deep_resolve, expected } of vectors) {
    it(`${id} ${title}`, () => {
      const loaded = loadDocuments('.gitlab-ci.yml', yaml);
      assert.ok(loaded.ok);
      const [document] = loaded.documents;
      assert.ok(document);
      const deep = deep_resolve ?? true;
      const resolve = () =>
        resolveReferences(extends_first === true ? extendAll(document) : document, { deep });
      if (expected.message_prefix !== undefined) {
        const prefix = expected.message_prefix;
        assert.throws(resolve, (error) => error instanceof ConfigRefusal && error.message.startsWith(prefix));
      } else if (expected.message === undefined) {
        assert.equal(JSON.stringify(plain(resolve())), unresolved(expected.result));
      } else {
        assert.throws(
          resolve,
          (error) => error instanceof ConfigRefusal && error.message === expected.message,
        );
      }
    });
  }
});
