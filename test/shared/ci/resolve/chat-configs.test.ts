import assert from 'node:assert/strict';
import { memoryFiles, resolveConfig } from '@gitlab-chatops/shared/ci';
import { loadVectors } from '../../../conformance/load.js';

interface ChatVector {
  readonly id: string;
  readonly title: string;
  readonly config: string;
  readonly expected: { readonly stage: string; readonly error?: string };
}

describe('chat decisions: the config part', () => {
  const { vectors } = loadVectors('pinned/chat.json') as { vectors: ChatVector[] };
  for (const { id, title, config, expected } of vectors) {
    it(`${id} ${title}`, () => {
      const resolved = resolveConfig({ path: '.gitlab-ci.yml', text: config }, memoryFiles({}));
      const errors = resolved.errors.map(({ message }) => message);
      assert.deepEqual(errors, expected.stage === 'config' ? [expected.error] : []);
      assert.equal(resolved.valid, expected.stage !== 'config');
      for (const { at } of resolved.errors) assert.ok(at, 'every problem has a place');
    });
  }
});
