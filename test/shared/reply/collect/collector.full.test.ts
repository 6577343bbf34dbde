import assert from 'node:assert/strict';
import { createMaskSet, ReplyCollector } from '@gitlab-chatops/shared/reply';
import { section } from './trace.js';

const MB = 1024 * 1024;

/** Feeds `total` bytes of a repeated unit and gives the growth of the process in bytes, and the reply. */
function feed(unit: string, total: number, before = '') {
  const masks = createMaskSet({ phrases: ['s3cr3t-value-1', 'jobtoken-64'] });
  const collector = new ReplyCollector({ steps: [], masks });
  const chunk = Buffer.from(unit.repeat(Math.ceil(4095 / unit.length))).subarray(0, 4095);
  collector.beginStep('script');
  collector.write(Buffer.from(before));
  let start = 0;
  let most = 0;
  for (let fed = 0; fed < total; fed += chunk.length) {
    collector.write(chunk);
    if (fed % (4095 * 256) !== 0) continue;
    const { rss } = process.memoryUsage();
    if (fed < 8 * MB) start = Math.max(start, rss);
    most = Math.max(most, rss);
  }
  return { growth: most - start, reply: collector.result('failed') };
}

describe('reply/collect, at length', function () {
  this.timeout(180_000);
  const line = '2026-01-02T03:04:05 INFO deploying web-17 to eu-west-1, attempt 3, all is well so far ....\n';

  it('200 MB of output in flat memory, and the end of it as the reply', () => {
    const { growth, reply } = feed(line, 200 * MB);
    assert.ok(growth < 48 * MB, `grew by ${growth} bytes`);
    assert.equal(reply.source, 'tail');
    assert.ok(reply.body.length > 7_000 && reply.body.length <= 8_000);
    assert.ok((reply.cut?.omittedLines ?? 0) > 2_000_000);
  });

  const hostile: readonly (readonly [name: string, unit: string, before?: string])[] = [
    ['an endless line', 'x'],
    ['an endless section', line, section('chat_reply', '|').split('|')[0]],
    ['an endless marker', 'section_start:1'],
    ['beginnings of a secret', 's3cr3t-value-'],
    ['secrets', 's3cr3t-value-1'],
    ['tokens', 'glpat-'],
    ['URL parameters', '?private_token=&'],
    ['empty lines', '\n'],
    ['escapes', '\x1b['],
    ['NUL', '\0'],
  ];
  for (const [name, unit, before] of hostile)
    it(`24 MB of ${name} in flat memory`, () => {
      const { growth, reply } = feed(unit, 24 * MB, before);
      assert.ok(growth < 48 * MB, `grew by ${growth} bytes`);
      assert.doesNotMatch(reply.body, /s3cr3t-value-1/);
      assert.ok(reply.body.length <= 8_000);
    });
});
