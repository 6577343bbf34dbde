import assert from 'node:assert/strict';
import fc from 'fast-check';
import { maskPhrases, uniquePhrases } from '../../../../../executor/src/local/runner/trace/phrase-masker.js';
import { defaultPrefixes, maskTokens } from '../../../../../executor/src/local/runner/trace/token-masker.js';
import { UrlMasker } from '../../../../../executor/src/local/runner/trace/url-masker.js';
import { collector, cut } from './chain.js';

type Chain = (end: ReturnType<typeof collector>) => { write(bytes: Buffer): void; close(): void };

function through(chain: Chain, writes: readonly (string | Buffer)[]): string {
  const end = collector();
  const first = chain(end);
  for (const one of writes) first.write(Buffer.from(one));
  first.close();
  return end.text();
}

const phrases =
  (...texts: readonly string[]): Chain =>
  (end) =>
    maskPhrases(uniquePhrases(texts), end);
const tokens: Chain = (end) => maskTokens(uniquePhrases(defaultPrefixes(true)), end);
const urls: Chain = (end) => new UrlMasker(end);

describe('masking phrases', () => {
  it('masks across writes, the longest first', () => {
    const chain = phrases('s3cr3t', 's3cr3t-value', ' ', 's3cr3t');
    assert.equal(through(chain, ['a s3', 'cr3t-val', 'ue b s3cr3t']), 'a [MASKED] b [MASKED]');
  });

  it('gives back a beginning that came to nothing', () => {
    assert.equal(through(phrases('secret'), ['sec', 'ond', ' s']), 'second s');
  });

  it('misses, as the Runner does, a phrase that begins inside a beginning another write cut off', () => {
    assert.equal(through(phrases('aab'), ['aa', 'ab']), 'aaab');
    assert.equal(through(phrases('aab'), ['aaab']), 'a[MASKED]');
  });

  it('shows, as the Runner does, a mask before a beginning that a shorter phrase holds back', () => {
    assert.equal(through(phrases('bc', 'bb'), ['bbcc']), '[MASKED]bc');
  });

  it('leaves no phrase in one write, wherever it stands', () => {
    const word = fc.stringMatching(/^[abc]{1,4}$/);
    fc.assert(
      fc.property(word, fc.stringMatching(/^[abc]{0,40}$/), (mask, text) => {
        const shown = through(phrases(mask), [text]).replaceAll('[MASKED]', '|');
        assert.ok(!shown.includes(mask), `${mask} in ${shown}`);
      }),
    );
  });

  it('says the same however a text without repetition inside the phrase is cut', () => {
    const part = fc.constantFrom('s3cr3t', 's3cr', 'x', '\n', 'é', 'value');
    fc.assert(
      fc.property(fc.array(part), fc.array(fc.nat()), (parts, places) => {
        const bytes = Buffer.from(parts.join('|'));
        const chain = phrases('s3cr3t', 'value');
        assert.equal(through(chain, cut(bytes, places)), through(chain, [bytes]));
      }),
    );
  });
});

describe('masking tokens', () => {
  it('keeps the prefix', () => {
    assert.equal(through(tokens, ['a glpat-AbC.1', '23=_ b gldt-']), 'a glpat-[MASKED] b gldt-gldt-');
  });

  it('takes fifteen prefixes, the shortest', () => {
    const chain: Chain = (end) =>
      maskTokens(uniquePhrases([...defaultPrefixes(true), 'aa-', 'a-very-long-prefix-']), end);
    assert.equal(through(chain, ['aa-1 a-very-long-prefix-1 ']), 'aa-[MASKED] a-very-long-prefix-1 ');
  });
});

describe('masking URL parameters', () => {
  it('masks values of known names in any case, across writes', () => {
    const writes = ['GET /?a=b&Private_Tok', 'en=abc', 'def&x=1 ?rss_token=z\u00a0end'];
    const shown = 'GET /?a=b&Private_Token=[MASKED]&x=1 ?rss_token=[MASKED]\u00a0end';
    assert.equal(Buffer.from(through(urls, writes), 'latin1').toString('utf8'), shown);
  });

  it('masks to the end of the output', () => {
    assert.equal(through(urls, ['?x-amz-signature=abc', 'def']), '?x-amz-signature=[MASKED]');
  });

  it('is fast when a write is nothing but separators', () => {
    const many = Buffer.alloc(1_000_000, '?');
    assert.equal(through(urls, [many]).length, many.length);
  });
});
