import type { ReplyMessage } from '@gitlab-chatops/shared/reply';
import fc from 'fast-check';

export function message(changes: Partial<ReplyMessage> = {}): ReplyMessage {
  return {
    callerId: 'U0123ABCD',
    job: { id: 12, name: 'deploy', url: 'https://gitlab.example.com/acme/ops/-/jobs/12' },
    outcome: 'success',
    source: 'output',
    body: 'Hello World',
    ...changes,
  };
}

const character = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }) },
  {
    weight: 3,
    arbitrary: fc.constantFrom('\n', '```', '`', '<!channel>', '<@U1>', '&', '<', '>', '"', '\\'),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom('\x1b[31m', '\0', '\r\n', '\r', '\t', '🚀', '\ud800', '\udc00x', '日本'),
  },
);

export const anyText = fc
  .tuple(fc.array(character, { maxLength: 40 }), fc.constantFrom(1, 1, 1, 30, 900))
  .map(([parts, times]) => parts.join('').repeat(times));

const cut = fc.record({
  omittedLines: fc.integer({ min: 1, max: 2_000_000 }),
  where: fc.constantFrom('head', 'middle', 'tail'),
});

/** Messages with any text in any place, also such as no job makes. */
export const anyMessage: fc.Arbitrary<ReplyMessage> = fc
  .record(
    {
      callerId: fc.oneof(fc.constant('U0123ABCD'), anyText),
      job: fc.record(
        {
          id: fc.nat(),
          name: anyText,
          url: fc.oneof(fc.webUrl(), anyText, fc.constant(`http://x/?${'&'.repeat(900)}`)),
        },
        { requiredKeys: ['id', 'name'] },
      ),
      outcome: fc.constantFrom('success', 'failed', 'canceled', 'timeout'),
      exitStatus: fc.integer(),
      source: fc.constantFrom('chat_reply', 'output', 'tail', 'none'),
      body: anyText,
      cut,
    },
    { requiredKeys: ['job', 'outcome', 'source', 'body'] },
  )
  .map(({ cut, ...rest }) => {
    if (cut === undefined) return rest;
    const at = rest.body.indexOf('\n', rest.body.length / 2);
    return cut.where === 'middle' && at >= 0 ? { ...rest, cut: { ...cut, at } } : { ...rest, cut };
  });
