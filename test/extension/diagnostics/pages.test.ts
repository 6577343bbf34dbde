import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { errorPage } from '../../../extension/src/diagnostics/pages.js';

describe('the page of an error', () => {
  it('has an anchor for each code', () => {
    const text = readFileSync(new URL('../../../docs/errors.md', import.meta.url), 'utf8');
    const codes = [...text.matchAll(/`([A-Z]+_[A-Z0-9_]+)` \|/g)].map(([, code = '']) => code);
    assert.ok(codes.includes('CHAT_RUN_SECTION_OPEN') && codes.includes('CONFIG_LINT_SETTINGS'));
    for (const code of codes) {
      const anchor = new URL(errorPage(code)).hash.slice(1);
      assert.ok(text.includes(`<a id="${anchor}"></a>\`${code}\``), code);
    }
  });
});
