import assert from 'node:assert/strict';
import { createMaskSet, Masker, maskText } from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';
import { chunksOf } from '../terminal/chunks.js';

const mask = (text: string, ...phrases: string[]) => maskText(text, createMaskSet({ phrases }));

function maskChunks(chunks: readonly Uint8Array[], phrases: readonly string[]): string {
  const masker = new Masker(createMaskSet({ phrases }));
  const out = chunks.map((chunk) => Buffer.from(masker.push(chunk)));
  return Buffer.concat([...out, Buffer.from(masker.end())]).toString();
}

describe('reply/masking: phrases', () => {
  const cases: readonly (readonly [name: string, text: string, phrases: string[], masked: string])[] = [
    ['whole values', 'key=s3cretval!', ['s3cretval'], 'key=[MASKED]!'],
    ['every occurrence', 'aXa', ['a'], '[MASKED]X[MASKED]'],
    ['neighbours keep their own mask', 'abab', ['ab'], '[MASKED][MASKED]'],
    ['the longest of nested values', 'x secretvalue x', ['secret', 'secretvalue'], 'x [MASKED] x'],
    ['overlapping values leave nothing', 'abcdef', ['abcd', 'cdef'], '[MASKED]'],
    ['a value that overlaps itself', 'aaa', ['aa'], '[MASKED]'],
    ['a beginning that fails inside another', 'aab aaab', ['aab'], '[MASKED] a[MASKED]'],
    ['blanks around a value do not count', 'x token x', [' token \n'], 'x [MASKED] x'],
    ['empty values mask nothing', 'text', ['', '  ', '\n'], 'text'],
    ['not the mask itself', 'secret', ['secret', 'MASKED', 'M'], '[MASKED]'],
    ['beyond ASCII', 'pässwörd', ['ässwö'], 'p[MASKED]rd'],
    ['several lines', 'x\nline one 1\nline two 2\ny', ['line one 1\nline two 2'], 'x\n[MASKED]\ny'],
    [
      'several lines on a cooked terminal',
      'line one 1\r\nline two 2',
      ['line one 1\nline two 2'],
      '[MASKED]',
    ],
    ['one line of several', '| line two 2 |', ['line one 1\nline two 2'], '| [MASKED] |'],
    [
      'not short lines and key frames',
      '{ -----BEGIN KEY-----',
      ['{\n-----BEGIN KEY-----\nabcdefgh'],
      '{ -----BEGIN KEY-----',
    ],
  ];
  for (const [name, text, phrases, masked] of cases)
    it(name, () => assert.equal(mask(text, ...phrases), masked));

  it('finds a value in two writes', () => {
    const chunks = [Buffer.from('x s3cr'), Buffer.from('et'), Buffer.from('val y s3cr')];
    assert.equal(maskChunks(chunks, ['s3cretval']), 'x [MASKED] y s3cr');
  });

  it('gives what is settled at once', () => {
    const masker = new Masker(createMaskSet({ phrases: ['secret'] }));
    assert.equal(Buffer.from(masker.push(Buffer.from('shown se'))).toString(), 'shown ');
    assert.equal(Buffer.from(masker.push(Buffer.from('a'))).toString(), 'sea');
  });
});

describe('reply/masking: tokens and URL parameters', () => {
  const cases: readonly (readonly [name: string, text: string, masked: string])[] = [
    ['a token', 'glpat-AbC_12.x-y=z rest', 'glpat-[MASKED] rest'],
    ['a bare prefix', 'glpat- and glpat-', 'glpat- and glpat-'],
    ['a prefix inside a token', 'glpat-glpat-x,', 'glpat-[MASKED],'],
    ['a prefix after a failed one', 'glglpat-x', 'glglpat-[MASKED]'],
    ['a session cookie', '_gitlab_session=0123abcd; x', '_gitlab_session=[MASKED]; x'],
    ['the job’s own prefixes', 'acme-tok-1', 'acme-tok-[MASKED]'],
    ['a parameter', 'http://h/?private_token=abc&x=1', 'http://h/?private_token=[MASKED]&x=1'],
    ['its case', '&X-Amz-Signature=0a1b\n', '&X-Amz-Signature=[MASKED]\n'],
    ['without a value', '?rss_token=&a', '?rss_token=[MASKED]&a'],
    ['other parameters', '?token=abc&my_private_token=abc', '?token=abc&my_private_token=abc'],
    ['no parameter', 'private_token=abc', 'private_token=abc'],
    ['at the end', '?authenticity_token=a+b/c==', '?authenticity_token=[MASKED]'],
  ];
  const masks = createMaskSet({ phrases: [], tokenPrefixes: ['acme-tok-', ' '] });
  for (const [name, text, masked] of cases) it(name, () => assert.equal(maskText(text, masks), masked));
});

describe('reply/masking: properties', () => {
  const word = fc.string({ unit: fc.constantFrom(...'ab?&='), minLength: 1, maxLength: 5 });
  const text = fc
    .array(fc.oneof(word, fc.constantFrom('glpat-', 'private_token=', 'é', ' ', '\n')), { maxLength: 30 })
    .map((parts) => parts.join(''));

  it('is the same however the bytes are cut', () => {
    fc.assert(
      fc.property(text, fc.array(word, { maxLength: 5 }), fc.array(fc.nat(6)), (output, phrases, sizes) => {
        assert.equal(maskChunks(chunksOf(Buffer.from(output), sizes), phrases), mask(output, ...phrases));
      }),
      { numRuns: 2000 },
    );
  });

  it('leaves no occurrence and keeps every other byte', () => {
    const plain = fc.string({ unit: fc.constantFrom(...'abc'), maxLength: 60 });
    const secret = fc.string({ unit: fc.constantFrom(...'abc'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(plain, fc.array(secret, { minLength: 1, maxLength: 5 }), (output, phrases) => {
        const covered = new Set<number>();
        for (const phrase of phrases)
          for (let at = output.indexOf(phrase); at >= 0; at = output.indexOf(phrase, at + 1))
            for (let i = at; i < at + phrase.length; i++) covered.add(i);
        const shown = mask(output, ...phrases).replaceAll('[MASKED]', '');
        assert.equal(shown, [...output].filter((_, i) => !covered.has(i)).join(''));
      }),
      { numRuns: 2000 },
    );
  });
});
