import assert from 'node:assert/strict';
import { printable, printableLines } from '@gitlab-chatops/shared/words';

describe('text that a terminal may show', () => {
  it('has no control characters and none that turn the direction of writing', () => {
    assert.equal(printable('a\x1b[2Jb\u009bc\u202ed\te\nf'), 'a·[2Jb·c·d·e·f');
  });

  it('keeps line feeds, tabs and the marks of right-to-left text where there are lines', () => {
    assert.equal(printableLines('a\tb\nc\rd\u200fe\u202ef'), 'a\tb\nc·d\u200fe·f');
  });
});
