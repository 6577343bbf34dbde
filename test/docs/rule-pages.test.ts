import assert from 'node:assert/strict';
import { RULE_METAS } from '@gitlab-chatops/shared/lint';
import { lintText } from '../shared/lint/support/lint-text.js';
import { findingsOf, HEADINGS, pageIds, readPage } from './rule-pages.js';

describe('docs: rule pages', () => {
  it('has one page a rule, and no other', () => {
    assert.deepEqual([...pageIds()].sort(), RULE_METAS.map(({ id }) => id).sort());
  });

  for (const { id } of RULE_METAS) {
    it(`${id}: the bad examples are reported, the good ones are not`, () => {
      const page = readPage(id);
      assert.ok(page);
      assert.deepEqual(page.headings, HEADINGS);
      assert.ok(page.bad.length > 0 && page.good.length > 0);
      for (const example of page.bad) assert.notEqual(findingsOf(id, example).length, 0, example.text);
      for (const example of page.good) {
        assert.deepEqual(findingsOf(id, example), [], example.text);
        const errors = lintText(example.text, example).filter(({ severity }) => severity === 'error');
        assert.deepEqual(errors, [], example.text);
      }
    });
  }
});
