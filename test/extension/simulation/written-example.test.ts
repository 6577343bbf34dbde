import assert from 'node:assert/strict';
import { writtenExample } from '../../../extension/src/simulation/ask/written-example.js';

describe('extension: the arguments that a comment gives as an example', () => {
  const cases: readonly (readonly [comments: string, expected: string | undefined])[] = [
    ['# /project run say 2 * 3', '2 * 3'],
    ['# Type `/ops run say hello  there` in #ops', 'hello  there'],
    ['# /project run say one\n# Says it.', 'one'],
    ['# Says it.\r\n# /project run say one\r', 'one'],
    ['# /project run say', undefined],
    ['# /project run says one', undefined],
    ['# run say one\n', undefined],
    ['stages: [chat] # run say one', undefined],
    ['', undefined],
  ];
  for (const [comments, expected] of cases) {
    it(JSON.stringify(comments), () => {
      const text = `${comments}\nsay:\n  script: echo`;
      const line = text.split('\n').indexOf('say:') + 1;
      assert.equal(writtenExample(text, 'say', line), expected);
    });
  }
});
