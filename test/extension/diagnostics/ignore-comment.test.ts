import assert from 'node:assert/strict';
import { commentPlaces, ignoreComment } from '../../../extension/src/diagnostics/ignore-comment.js';

describe('the places of an ignore comment', () => {
  const with_ = (text: string, about: string): string[] =>
    commentPlaces(text, text.indexOf(about)).map(
      ({ offset, before, after }) => `${text.slice(0, offset)}${before}#${after}${text.slice(offset)}`,
    );

  it('are above the line, indented like it, and at its end', () => {
    assert.deepEqual(with_('a:\n  - x y  \n  - z\n', 'y'), [
      'a:\n  #\n  - x y  \n  - z\n',
      'a:\n  - x y #  \n  - z\n',
    ]);
  });

  it('keep to the first and the last line, and to line ends of Windows', () => {
    assert.deepEqual(with_('x', 'x'), ['#\nx', 'x #']);
    assert.deepEqual(with_('a:\r\n  x\r\n', 'x'), ['a:\r\n  #\n  x\r\n', 'a:\r\n  x #\r\n']);
  });

  it('hold the rule and the reason', () => {
    assert.equal(ignoreComment('chat-exposed', 'wanted'), '# chatops: ignore[chat-exposed] wanted');
  });
});
