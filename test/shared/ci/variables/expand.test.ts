import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { expandVariables, sortAndExpandAll, VariableCollection } from '@gitlab-chatops/shared/ci/variables';
import fc from 'fast-check';

interface PinnedVector {
  readonly id: string;
  readonly kind: string;
  readonly value?: string;
  readonly variables: { key: string; value: string | null; raw?: boolean }[];
  readonly expected: string | { hash: Record<string, string | null>; errors?: string };
}

const file = new URL('../../../conformance/vectors/pinned/expand.json', import.meta.url);
const { vectors }: { vectors: PinnedVector[] } = JSON.parse(readFileSync(file, 'utf8'));

describe('variables: expansion', () => {
  for (const { id, kind, value = '', variables, expected } of vectors) {
    it(`${id}: ${kind}`, () => {
      const collection = new VariableCollection(variables);
      if (kind === 'sort_and_expand_all') {
        const expanded = sortAndExpandAll(collection);
        assert.ok(typeof expected === 'object');
        assert.deepEqual(expanded.toRecord(), expected.hash);
        assert.equal(expanded.error, expected.errors);
      } else {
        assert.equal(expandVariables(value, collection, kind === 'expand' ? 'remove' : 'keep'), expected);
      }
    });
  }

  it('lets a variable that names itself see its key of another precedence', () => {
    const yaml = { key: 'CHAT_INPUT', value: 'run $CHAT_INPUT' };
    const chat = { key: 'CHAT_INPUT', value: 'deploy' };
    assert.equal(sortAndExpandAll(new VariableCollection([yaml, chat])).value('CHAT_INPUT'), 'run deploy');
    const both = sortAndExpandAll(new VariableCollection([yaml, { ...chat, value: '$CHAT_INPUT' }]));
    assert.equal(both.error, 'circular variable reference detected: ["CHAT_INPUT", "CHAT_INPUT"]');
  });

  it('expands ten thousand variables that hang on one another', () => {
    const chain = Array.from({ length: 10_000 }, (_, i) => ({ key: `V${i}`, value: `$V${i + 1}` }));
    const expanded = sortAndExpandAll(new VariableCollection([...chain, { key: 'V10000', value: 'end' }]));
    assert.equal(expanded.value('V0'), 'end');
  });

  it('never throws, keeps every name, and leaves raw values alone', () => {
    const name = fc.constantFrom('A', 'B', 'C', '_x1');
    const text = fc
      .array(fc.oneof(name, fc.constantFrom('$', '${', '}', '%', '$$', '%%', '$A', '%C%', 'é', ' ')))
      .map((parts) => parts.join(''));
    const variable = fc.record({
      key: name,
      value: fc.option(text, { nil: null }),
      raw: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(variable, { maxLength: 8 }), (variables) => {
        const collection = new VariableCollection(variables);
        const expanded = sortAndExpandAll(collection);
        assert.deepEqual(
          new Set(expanded.items.map(({ key }) => key)),
          new Set(variables.map(({ key }) => key)),
        );
        assert.deepEqual(
          expanded.items
            .filter(({ raw }) => raw)
            .map(({ value }) => value)
            .sort(),
          variables
            .filter(({ raw }) => raw)
            .map(({ value }) => value)
            .sort(),
        );
        if (expanded.error !== undefined) assert.deepEqual(expanded.items, variables);
      }),
    );
  });
});
