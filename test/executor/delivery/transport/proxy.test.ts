import assert from 'node:assert/strict';
import { proxyFor } from '@gitlab-chatops/executor/delivery';

const P = 'http://proxy.test:3128';

describe('delivery/transport: which proxy', () => {
  const cases: readonly (readonly [url: string, environment: Record<string, string>, used: boolean])[] = [
    ['https://slack.com/api/', {}, false],
    ['https://slack.com/api/', { HTTPS_PROXY: P }, true],
    ['https://slack.com/api/', { https_proxy: P }, true],
    ['https://slack.com/api/', { http_proxy: P }, false],
    ['https://slack.com/api/', { ALL_PROXY: P }, true],
    ['http://slack.test/', { HTTP_PROXY: P }, true],
    ['https://slack.com/', { HTTPS_PROXY: '' }, false],
    ['https://slack.com/', { HTTPS_PROXY: P, NO_PROXY: '*' }, false],
    ['https://slack.com/', { HTTPS_PROXY: P, NO_PROXY: 'a.test, SLACK.com' }, false],
    ['https://files.slack.com/', { HTTPS_PROXY: P, NO_PROXY: 'slack.com' }, false],
    ['https://files.slack.com/', { HTTPS_PROXY: P, no_proxy: '.slack.com' }, false],
    ['https://files.slack.com/', { HTTPS_PROXY: P, NO_PROXY: '*.slack.com' }, false],
    ['https://notslack.com/', { HTTPS_PROXY: P, NO_PROXY: 'slack.com' }, true],
    ['https://slack.com/', { HTTPS_PROXY: P, NO_PROXY: 'slack.com:8443' }, true],
    ['https://slack.com/', { HTTPS_PROXY: P, NO_PROXY: 'slack.com:443' }, false],
    ['https://10.1.2.3/', { HTTPS_PROXY: P, NO_PROXY: '10.0.0.0/8' }, false],
    ['https://11.1.2.3/', { HTTPS_PROXY: P, NO_PROXY: '10.0.0.0/8,10.0.0.0/99,x/8' }, true],
    ['https://[fd00::1]/', { HTTPS_PROXY: P, NO_PROXY: 'fd00::/8' }, false],
    ['https://[fd00::1]/', { HTTPS_PROXY: P, NO_PROXY: 'fd00::1' }, false],
    ['http://127.0.0.1:8080/', { HTTP_PROXY: P }, false],
    ['http://localhost:8080/', { HTTP_PROXY: P }, false],
    ['https://slack.com/', { HTTPS_PROXY: 'http://' }, false],
  ];
  for (const [url, environment, used] of cases) {
    it(`${url} ${JSON.stringify(environment)}: ${used ? 'proxy' : 'direct'}`, () => {
      assert.equal(proxyFor(new URL(url), { environment })?.host, used ? 'proxy.test:3128' : undefined);
    });
  }

  it('the settings win over the environment', () => {
    const environment = { HTTPS_PROXY: P };
    const choice = { configured: 'other.test:8080', environment };
    assert.equal(proxyFor(new URL('https://slack.com'), choice)?.href, 'http://other.test:8080/');
  });
});
