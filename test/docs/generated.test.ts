import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { generatedDocs } from './generated.js';

describe('docs: generated parts', () => {
  for (const { path, text } of generatedDocs()) {
    it(`${path} is what npm run docs writes`, () => {
      assert.equal(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'), text);
    });
  }
});
