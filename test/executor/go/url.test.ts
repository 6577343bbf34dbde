import assert from 'node:assert/strict';
import {
  formatUrl,
  parseUrl,
  parseUrlStrictly,
  schemeAndHost,
  urlPath,
  withPath,
  withUser,
} from '../../../executor/src/go/index.js';

describe('Go URLs', () => {
  for (const text of [
    'http://gitlab-ci-token:jobtoken@127.0.0.1:8929/acme/ops.git',
    'https://gitlab.example.com',
    'https://gitlab.example.com/?x=1',
    '/srv/repos/x.git',
    'file:///srv/repos/x.git',
    'file:/srv/x',
    'ssh://git@example.com:2222/a/b.git',
    'https://[::1]:8080/a/b.git',
    'https://u:p%40ss@example.com/a%2Fb',
    'mailto:someone',
    'x',
  ]) {
    it(`${text} stays as it is`, () => {
      assert.equal(formatUrl(parseUrlStrictly(text)), text);
    });
  }

  it('writes scheme in small letters and escapes what must be', () => {
    assert.equal(formatUrl(parseUrlStrictly('HTTPS://Host/a b/é')), 'https://Host/a%20b/%C3%A9');
  });

  for (const [text, cause] of [
    ['git@example.com:a/b.git', 'first path segment in URL cannot contain colon'],
    ['http://ex ample.com/a', 'invalid character " " in host name'],
    [':x', 'missing protocol scheme'],
    ['http://h:port/', 'invalid port ":port" after host'],
    ['http://h/%zz', 'invalid URL escape "%zz"'],
    ['http://u{@h/', 'net/url: invalid userinfo'],
    ['http://[::1', "missing ']' in host"],
    ['a\nb', 'net/url: invalid control character in URL'],
  ] as const) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.equal(parseUrl(text), undefined);
      assert.throws(() => parseUrlStrictly(text), { message: `parse ${JSON.stringify(text)}: ${cause}` });
    });
  }

  it('takes and drops credentials, path and all but the host', () => {
    const url = parseUrlStrictly('https://u:p@h:1/a%20b?q');
    assert.equal(formatUrl(withUser(url)), 'https://h:1/a%20b?q');
    assert.equal(
      formatUrl(withUser(url, { name: 'x', password: 'a/b@c' })),
      'https://x:a%2Fb%40c@h:1/a%20b?q',
    );
    assert.equal(formatUrl(schemeAndHost(url)), 'https://h:1');
    assert.equal(urlPath(url), '/a b');
    assert.equal(formatUrl(withPath(url, '/é')), 'https://u:p@h:1/%C3%A9?q');
  });
});
