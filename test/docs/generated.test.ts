import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { errorsPage, usedCodes } from './error-codes.js';
import { generatedDocs } from './generated.js';

describe('docs: generated parts', () => {
  for (const { path, text } of generatedDocs()) {
    it(`${path} is what npm run docs writes`, () => {
      assert.equal(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), text);
    });
  }

  it('docs/errors.md has a row for every code of the sources', () => {
    const page = errorsPage();
    assert.deepEqual(
      [...usedCodes()].filter((code) => !page.includes(`\`${code}\` |`)),
      [],
    );
  });
});
